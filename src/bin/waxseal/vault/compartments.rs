//! A compartment: a role, for one group of customers if the policy keeps any. Each has its own keys.

use std::fmt;

use waxseal::manifest::CLOCK_TOLERANCE;
use waxseal::policy::Policy;
use waxseal::{Code, Error};

use super::KeyRecord;
use crate::failure::{Failure, Outcome};

/// Whose orders a key opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Compartment {
    pub(crate) role: String,
    pub(crate) group: Option<String>,
}

impl Compartment {
    /// Each role of the policy, for each of its groups.
    pub(crate) fn all(policy: &Policy) -> Vec<Self> {
        let groups: Vec<Option<&String>> = match policy.groups.is_empty() {
            true => vec![None],
            false => policy.groups.iter().map(Some).collect(),
        };
        let of = |role: &String| {
            let role = role.clone();
            groups.iter().map(move |group| Self { role: role.clone(), group: group.cloned() })
        };
        policy.roles.iter().flat_map(of).collect()
    }

    /// That of a key.
    pub(crate) fn of(key: &KeyRecord) -> Self {
        Self { role: key.role.clone(), group: key.group.clone() }
    }

    /// Those of this role and this group; nothing named is all.
    ///
    /// # Errors
    /// `policy` if the policy has no such role or group.
    pub(crate) fn named(
        policy: &Policy,
        role: Option<&str>,
        group: Option<&str>,
    ) -> Result<Vec<Self>, Error> {
        let unknown = |reason, name: &str| Err(Error::new(Code::Policy, reason).about(name));
        if let Some(role) = role.filter(|role| !policy.roles.iter().any(|known| known == role)) {
            return unknown("the policy has no such role", role);
        }
        if let Some(group) = group.filter(|group| !policy.groups.iter().any(|g| g == group)) {
            return unknown("the policy has no such group", group);
        }
        let mut all = Self::all(policy);
        all.retain(|one| {
            role.is_none_or(|role| one.role == role)
                && (group.is_none() || one.group.as_deref() == group)
        });
        Ok(all)
    }

    /// Its newest key, be it one that nothing is sealed to any more: an older one is never gone
    /// back to. Pages use the latest `nbf`, so one from further ahead could not be replaced.
    ///
    /// # Errors
    /// `not-yet-valid` if it is from further ahead than a clock may be wrong.
    pub(crate) fn newest<'a>(
        &self,
        keys: impl IntoIterator<Item = &'a KeyRecord>,
        now: u64,
    ) -> Outcome<Option<&'a KeyRecord>> {
        let is_ahead = |key: &KeyRecord| key.nbf > now.saturating_add(CLOCK_TOLERANCE);
        let own = keys.into_iter().filter(|key| key.is_for(&self.role, self.group.as_deref()));
        let counts = |key: &&KeyRecord| !(is_ahead(key) && key.has_ended());
        match own.filter(counts).max_by_key(|key| key.nbf) {
            Some(key) if is_ahead(key) => Err(ahead(key)),
            newest => Ok(newest),
        }
    }
}

impl fmt::Display for Compartment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "role {}", self.role)?;
        self.group.as_ref().map_or(Ok(()), |group| write!(f, ", group {group}"))
    }
}

fn ahead(key: &KeyRecord) -> Failure {
    let error = Error::new(Code::NotYetValid, "this key was made when the clock was ahead of now");
    let kid = key.kid.encode();
    let hint = format!("set the clock right; if it was wrong then: waxseal keys retire {kid}");
    Failure::from(error.about(&kid)).or_hint(hint)
}
