//! `waxseal notice`: what a shopper should know, derived from the policy.

mod fields;
mod protection;
mod text;
mod words;

use std::io::Write;
use std::path::Path;

use minijinja::context;
use minijinja::value::{Serde, Value};
use waxseal::Error;
use waxseal::manifest::Manifest;
use waxseal::policy::{Env, Policy};

use crate::args;
use crate::failure::{Failure, Outcome, output_error};
use crate::pages::Template;
use crate::vault::{Vault, is_made_from};
use crate::{files, ui};
use text::Section;

const HTML: &str = include_str!("notice/notice.html");
const MARKDOWN: &str = include_str!("notice/notice.md");

/// In both templates: by it a notice is known again.
const MARK: &str = "waxseal notice";

pub(crate) fn run(args: &args::Notice) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    let policy = vault.policy()?;
    let manifests = vault.manifests()?;
    // Whether a shopper's browser enforces now what the policy says.
    let published = manifests.last().filter(|newest| is_made_from(newest, &policy));
    if published.is_none() {
        tell(!manifests.is_empty());
    }
    let notice = written(&policy, published, args.markdown)?;
    match args::file(args.out.as_ref()) {
        Some(path) => save(path, &notice),
        None => std::io::stdout().write_all(notice.as_bytes()).map_err(|e| output_error(&e)),
    }
}

fn written(policy: &Policy, published: Option<&Manifest>, markdown: bool) -> Result<String, Error> {
    let template = match markdown {
        true => Template::markdown("notice.md", MARKDOWN.to_owned())?,
        false => Template::html("notice.html", HTML.to_owned())?,
    };
    template.render(context! {
        merchant => policy.merchant.as_str(),
        is_test => policy.env == Env::Test,
        sections => Value::from(Serde(sections(policy, published))),
    })
}

fn sections(policy: &Policy, published: Option<&Manifest>) -> Vec<Section> {
    vec![
        fields::about(policy),
        fields::each(policy),
        fields::readers(policy),
        fields::in_clear(policy),
        protection::how(policy, published),
        protection::limits(policy),
        protection::otherwise(policy),
    ]
}

fn tell(is_published: bool) {
    ui::warn(match is_published {
        true => "policy.toml is not what was published last: the notice says what it says now",
        false => "nothing was published yet: the notice says what policy.toml says now",
    });
    ui::note("next: `waxseal publish`, and then `waxseal notice` again");
}

fn save(path: &Path, notice: &str) -> Outcome<()> {
    let is_notice = || files::read_text(path).is_ok_and(|text| text.contains(MARK));
    if files::exists(path) && !is_notice() {
        return Err(Failure::from(files::taken(path)).or_hint("only an earlier notice is replaced"));
    }
    files::replace_public(path, notice.as_bytes())?;
    ui::note(&format!("wrote {}", files::name(path)));
    Ok(())
}

#[cfg(test)]
mod tests {
    use waxseal::policy::Policy;

    use super::written;

    const BOOKSHOP: &str = include_str!("../../../../tests/vectors/policy/accepted/bookshop.toml");

    /// The letters and digits of a page, without its markup: `<…>` in HTML, links in Markdown.
    fn letters(page: &str, opens: &str, closes: &str) -> String {
        let mut text = String::new();
        let mut rest = page;
        while let Some((before, after)) = rest.split_once(opens) {
            text.push_str(before);
            rest = after.split_once(closes).expect("what opens is closed").1;
        }
        let text = [&text, rest].concat().replace("&#x27;", "").replace("&#x2f;", "");
        text.chars().filter(|c| c.is_alphanumeric()).collect()
    }

    #[test]
    fn html_and_markdown_say_the_same() {
        let policy = Policy::parse(BOOKSHOP).expect("a policy");
        let html = written(&policy, None, false).expect("the template fits");
        let markdown = written(&policy, None, true).expect("the template fits");
        let (_, html) = html.split_once("<main>").expect("a main part");
        let (_, markdown) = markdown.split_once("-->").expect("a mark");
        let said = letters(html, "<", ">");
        assert!(said.len() > 3000, "{}", said.len());
        assert_eq!(said, letters(markdown, "](<", ">)"));
    }

    #[test]
    fn what_a_merchant_wrote_is_text_in_both() {
        let policy = BOOKSHOP
            .replace("Acme Books\"", "<b>*Acme*</b>\"")
            .replace("\"Ask about the parcel\"", "\"[x](javascript:y) <img src=x>\"");
        let policy = Policy::parse(&policy).expect("a policy");
        let html = written(&policy, None, false).expect("the template fits");
        assert!(html.contains("&lt;b&gt;*Acme*&lt;&#x2f;b&gt;") && html.contains("&lt;img"));
        assert!(!html.contains("<b>") && !html.contains("<img"));
        let markdown = written(&policy, None, true).expect("the template fits");
        assert!(markdown.contains("# Your details at \\<b\\>\\*Acme\\*\\</b\\>\n"));
        assert!(markdown.contains("\\[x\\](javascript:y) \\<img src=x\\>"));
    }
}
