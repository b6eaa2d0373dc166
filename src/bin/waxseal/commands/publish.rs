//! `waxseal publish`: the policy and the current keys, signed.

use std::io::Write;
use std::path::Path;

use waxseal::jose::jwk::SigningKey;
use waxseal::manifest::{Manifest, RecipientKey, Signing, sign};
use waxseal::policy::{Env, Policy};
use waxseal::{Code, Error};

use crate::args;
use crate::clock::{self, DAY};
use crate::failure::{Outcome, output_error};
use crate::vault::{StoredKey, Vault, VaultKey};
use crate::{files, identity, passphrase, ui};

pub(crate) fn run(args: &args::Publish) -> Outcome<()> {
    let vault = Vault::find(&args.vault.folder)?;
    let policy = vault.policy()?;
    let out = args.out.as_deref().filter(|path| *path != Path::new("-"));
    out.map_or(Ok(()), |path| vault.may_copy_to(path))?;
    let jws = signed(args, &vault, &policy)?;
    let manifest = vault.verify(&jws)?;
    let file = vault.keep_manifest(manifest.version, &jws)?;
    tell(&manifest, &vault, &file);
    match (&args.out, out) {
        (_, Some(path)) => Ok(files::replace_public(path, jws.as_bytes())?),
        (Some(_), None) => {
            writeln!(std::io::stdout(), "{jws}").map_err(|error| output_error(&error))
        }
        (None, None) => Ok(()),
    }
}

fn signed(args: &args::Publish, vault: &Vault, policy: &Policy) -> Outcome<String> {
    let manifests = vault.manifests()?;
    let (key, identity) = unlock(args, vault)?;
    let now = clock::now()?;
    let signing = Signing {
        policy,
        keys: &keys(vault, &key, policy, now)?,
        revoked: &[],
        last_version: manifests.last().map_or(0, |manifest| manifest.version),
        days: args.days,
    };
    Ok(sign(&signing, &identity, now)?)
}

fn unlock(args: &args::Publish, vault: &Vault) -> Outcome<(VaultKey, SigningKey)> {
    identity::key_file(&args.identity.folder)?;
    let source = args.passphrase.source();
    let text = source.read("vault", vault.modes)?;
    let key = vault.unlock(&text)?;
    let own = match passphrase::for_identity(args.identity_passphrase.source(), &source) {
        Some(own) => own.read("identity", vault.modes)?,
        None => text,
    };
    let identity = identity::open(&args.identity.folder, vault.modes, &own).map_err(|failure| {
        let hint = "give the identity's own with --identity-passphrase-file FILE";
        failure.hint_for(Code::Passphrase, hint)
    })?;
    if !vault.identities.contains(&identity.public().thumbprint()) {
        let other = Error::new(Code::Untrusted, "this identity is none of the vault's");
        return Err(other.about(&files::name(&args.identity.folder)).into());
    }
    Ok((key, identity))
}

/// The keys to seal to. A role or group that is new in the policy is given one.
fn keys(vault: &Vault, key: &VaultKey, policy: &Policy, now: u64) -> Outcome<Vec<RecipientKey>> {
    let kept = key.role_keys(vault)?;
    let mut published = Vec::new();
    for (role, group) in compartments(policy) {
        let is_current = |key: &&StoredKey| key.record.is_for(role, group) && key.record.exp > now;
        let current: Vec<_> = kept.iter().filter(is_current).map(StoredKey::recipient).collect();
        if current.is_empty() {
            published.push(key.add(vault, role, group, now)?.recipient());
            ui::note(&format!("made a key for {}", compartment(role, group)));
        }
        published.extend(current);
    }
    Ok(published)
}

/// Each role, for each group of customers if there are any.
fn compartments(policy: &Policy) -> impl Iterator<Item = (&str, Option<&str>)> {
    let none = policy.groups.is_empty().then_some(None);
    let groups = move || none.into_iter().chain(policy.groups.iter().map(|g| Some(g.as_str())));
    policy.roles.iter().flat_map(move |role| groups().map(move |group| (role.as_str(), group)))
}

fn compartment(role: &str, group: Option<&str>) -> String {
    group.map_or_else(|| format!("role {role}"), |group| format!("role {role}, group {group}"))
}

fn tell(manifest: &Manifest, vault: &Vault, file: &Path) {
    let test = if manifest.env == Env::Test { ", for tests" } else { "" };
    ui::note(&format!(
        "published version {}{test}, valid until {}",
        manifest.version,
        clock::date(manifest.exp)
    ));
    for key in manifest.keys.iter().filter(|key| key.exp < manifest.exp) {
        let whose = compartment(&key.role, key.group.as_deref());
        ui::warn(&format!("the key for {whose} ends before that, on {}", clock::day(key.exp)));
    }
    ui::note(&format!("pin: {}", vault.pins()));
    ui::note(&format!("next: upload {} to where the page loads it", files::name(file)));
    ui::note(&again(manifest));
}

/// When pages are told that the manifest ends soon: for a short one, from the beginning.
fn again(manifest: &Manifest) -> String {
    let told = manifest.exp.saturating_sub(21 * DAY);
    if told <= manifest.iat {
        let end = clock::day(manifest.exp);
        return format!("publish again before {end}; pages are told by `waxseal:expiring` already");
    }
    let told = clock::day(told);
    format!("publish again before {told}; from then on pages are told by `waxseal:expiring`")
}
