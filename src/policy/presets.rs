//! What the forms of a framework carry beside the customer's own details.
//!
//! Only what the framework needs to take the request: tokens against forgery, the chosen method,
//! the button. Nothing that a shopper types, no client secret, no browsing history (WooCommerce's
//! `wc_order_attribution_*` among it): a merchant who wants those names them in `pass`.

/// The patterns of a preset.
pub(super) fn patterns(preset: &str) -> Option<&'static [&'static str]> {
    match preset {
        "woocommerce" => Some(WOOCOMMERCE),
        "next" => Some(NEXT),
        "rails" => Some(RAILS),
        "stripe" => Some(STRIPE),
        _ => None,
    }
}

/// The classic checkout: `WC_Checkout::get_posted_data`, `WC_Form_Handler::checkout_action` and
/// the templates of `checkout/`.
const WOOCOMMERCE: &[&str] = &[
    "woocommerce-process-checkout-nonce",
    "_wpnonce",
    "_wp_http_referer",
    "woocommerce_checkout_place_order",
    "woocommerce_checkout_update_totals",
    "terms",
    "terms-field",
    "createaccount",
    "ship_to_different_address",
    "shipping_method[*]",
    "payment_method",
    "wc-*-payment-token",
    "wc-*-new-payment-method",
];

/// Server actions as React writes them without a script: `$ACTION_ID_…`, or `$ACTION_REF_1` with
/// the bound arguments in `$ACTION_1:0` and so on, and `$ACTION_KEY`.
const NEXT: &[&str] = &["$ACTION_*"];

/// `form_with`, `submit_tag` and `button_tag`.
const RAILS: &[&str] = &["authenticity_token", "_method", "utf8", "commit", "button"];

/// What Stripe.js gives a page to send on: names of objects at Stripe, never card details.
const STRIPE: &[&str] = &[
    "payment_method",
    "payment_intent",
    "setup_intent",
    "confirmation_token",
    "redirect_status",
    "stripeToken",
    "stripeTokenType",
    "stripeSource",
];
