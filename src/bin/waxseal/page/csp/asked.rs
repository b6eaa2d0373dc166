//! What a policy says of one thing that the page asks for.

use content_security_policy::{
    CheckResult, CspList, Destination, Element, Initiator, InlineCheckType, NavigationCheckType,
    ParserMetadata, Request, Violates,
};
use url::Url;

use super::Policy;

/// What a page asks for.
#[derive(Clone)]
pub(crate) struct Asked<'a> {
    pub(crate) kind: Kind,
    pub(crate) url: Url,
    /// The place among the page's elements.
    pub(crate) at: usize,
    pub(crate) nonce: Option<&'a str>,
    pub(crate) integrity: Option<&'a str>,
}

/// Each has a directive of its own.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Script,
    Manifest,
    Frame,
    Object,
    /// Where a form is sent.
    Action,
    Base,
}

impl Asked<'_> {
    /// Asked for by an element without a nonce and without integrity.
    pub(crate) fn of(kind: Kind, url: &Url, at: usize) -> Self {
        Self { kind, url: url.clone(), at, nonce: None, integrity: None }
    }
}

impl Policy {
    /// Whether it allows what a page of this address asks for.
    pub(crate) fn allows(&self, page: &Url, asked: &Asked<'_>) -> bool {
        self.from > asked.at || self.check(page, asked) == CheckResult::Allowed
    }

    /// Whether it lets a script run, or an import map hold, that stands in the page itself.
    pub(crate) fn allows_text(&self, text: &str, nonce: Option<&str>, at: usize) -> bool {
        let element = Element { nonce: nonce.map(Into::into) };
        let check = InlineCheckType::Script;
        let mut directives = self.inner.directive_set.iter();
        self.from > at
            || directives.all(|one| {
                one.inline_check(&element, check, &self.inner, text) == CheckResult::Allowed
            })
    }

    fn check(&self, page: &Url, asked: &Asked<'_>) -> CheckResult {
        match asked.kind {
            Kind::Script => self.fetches(&request(page, asked, Destination::Script)),
            Kind::Manifest => self.fetches(&request(page, asked, Destination::None)),
            Kind::Frame => self.fetches(&request(page, asked, Destination::IFrame)),
            Kind::Object => self.fetches(&request(page, asked, Destination::Object)),
            Kind::Action => self.sends(&mut request(page, asked, Destination::Document)),
            Kind::Base => self.turns(page, &asked.url),
        }
    }

    fn fetches(&self, request: &Request) -> CheckResult {
        match self.inner.does_request_violate_policy(request) {
            Violates::DoesNotViolate => CheckResult::Allowed,
            Violates::Directive(_) => CheckResult::Blocked,
        }
    }

    fn sends(&self, request: &mut Request) -> CheckResult {
        let check = NavigationCheckType::FormSubmission;
        let same = |url: &str| Some(url.to_owned());
        let directives = self.inner.directive_set.iter();
        directives
            .map(|one| one.pre_navigation_check(request, check, same, &self.inner))
            .find(|check| *check == CheckResult::Blocked)
            .unwrap_or(CheckResult::Allowed)
    }

    fn turns(&self, page: &Url, base: &Url) -> CheckResult {
        let list = CspList(vec![self.inner.clone()]);
        list.is_base_allowed_for_document(base, &page.origin()).0
    }
}

fn request(page: &Url, asked: &Asked<'_>, destination: Destination) -> Request {
    Request {
        url: asked.url.clone(),
        current_url: asked.url.clone(),
        origin: page.origin(),
        redirect_count: 0,
        destination,
        initiator: Initiator::None,
        nonce: asked.nonce.unwrap_or_default().to_owned(),
        integrity_metadata: asked.integrity.unwrap_or_default().to_owned(),
        parser_metadata: ParserMetadata::ParserInserted,
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{Asked, Kind};
    use crate::page::csp::parse;

    const AUTO: &str = "https://shop.example/waxseal/auto.js";
    const CDN: &str = "https://cdn.example/npm/waxseal/auto.js";

    fn asked(kind: Kind, url: &str) -> Asked<'static> {
        Asked::of(kind, &Url::parse(url).expect("an address"), 1)
    }

    fn allows(policy: &str, asked: &Asked<'_>) -> bool {
        let page = Url::parse("https://shop.example/checkout").expect("an address");
        parse(policy, 0).all(|policy| policy.allows(&page, asked))
    }

    #[test]
    fn a_script_is_held_against_hosts_and_paths() {
        let (own, cdn) = (asked(Kind::Script, AUTO), asked(Kind::Script, CDN));
        for policy in ["script-src 'self'", "default-src shop.example", "img-src 'none'"] {
            assert!(allows(policy, &own), "{policy}");
        }
        for policy in ["script-src 'self'", "script-src https://cdn.example/other/", "script-src"] {
            assert!(!allows(policy, &cdn), "{policy}");
        }
        assert!(allows("script-src *.example/npm/, script-src https:", &cdn));
        assert!(!allows("script-src *.example/npm/, script-src 'self'", &cdn));
    }

    #[test]
    fn a_script_may_run_by_its_nonce_or_its_hash() {
        let hash = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC";
        let nonced = Asked { nonce: Some("abc"), ..asked(Kind::Script, CDN) };
        let hashed = Asked { integrity: Some(hash), ..asked(Kind::Script, CDN) };
        assert!(allows("script-src 'nonce-abc'", &nonced));
        assert!(!allows("script-src 'nonce-abd'", &nonced));
        assert!(allows(&format!("script-src '{hash}'"), &hashed));
        assert!(!allows("script-src 'strict-dynamic'", &hashed));
    }

    #[test]
    fn what_stands_in_the_page_needs_its_hash_or_a_nonce() {
        let runs = |policy: &str, text: &str, nonce| {
            parse(policy, 0).all(|policy| policy.allows_text(text, nonce, 1))
        };
        // printf '{}' | openssl dgst -sha256 -binary | base64
        let hashed = "script-src 'sha256-RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o='";
        assert!(runs(hashed, "{}", None));
        assert!(!runs(hashed, "{ }", None));
        assert!(runs("script-src 'nonce-abc'", "{}", Some("abc")));
        assert!(runs("script-src 'unsafe-inline'", "{}", None));
        assert!(!runs("script-src 'report-sample'", &"\u{e9}".repeat(40), None));
    }

    #[test]
    fn a_policy_holds_for_what_stands_after_it() {
        let page = Url::parse("https://shop.example/").expect("an address");
        let mut late = parse("script-src 'self'", 2);
        let late = late.next().expect("a policy");
        assert!(late.allows(&page, &asked(Kind::Script, CDN)) && late.allows_text("", None, 1));
        assert!(!late.allows_text("a()", None, 3));
    }

    #[test]
    fn a_form_a_frame_and_a_base_have_directives_of_their_own() {
        let (own, other) = ("https://shop.example/orders", "https://pay.example/");
        let all = "form-action 'self'; base-uri 'self'; connect-src 'self'; object-src 'self'";
        for kind in [Kind::Action, Kind::Base, Kind::Manifest, Kind::Object] {
            assert!(allows(all, &asked(kind, own)));
            assert!(!allows(all, &asked(kind, other)));
        }
        assert!(!allows("default-src 'self'", &asked(Kind::Frame, other)));
        assert!(allows("default-src 'none'; frame-src pay.example", &asked(Kind::Frame, other)));
    }
}
