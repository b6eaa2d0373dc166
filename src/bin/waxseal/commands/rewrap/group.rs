//! Into which group an order goes whose own the policy does not have any more, or did not have yet.

use std::sync::atomic::{AtomicU64, Ordering};

use rand_core::TryCryptoRng;
use waxseal::manifest::Manifest;
use waxseal::open::{Desk, Order};
use waxseal::reseal::{Resealed, regroup_with_rng, rewrap_with_rng};
use waxseal::{Code, Error};

use crate::args;
use crate::ui;

/// What the flags say, and how many orders they should have said more for.
pub(super) struct Regrouping {
    /// Nothing, if it was not said; the group, or that there is none.
    into: Option<Option<String>>,
    /// Whether the policy has groups now.
    has_groups: bool,
    undecided: AtomicU64,
}

impl Regrouping {
    /// # Errors
    /// `policy` if there is no such group, or there are groups.
    pub(super) fn of(args: &args::Rewrap, manifests: &[Manifest]) -> Result<Self, Error> {
        let into = match &args.group {
            Some(group) => Some(Some(group.clone())),
            None => args.no_group.then_some(None),
        };
        let newest = manifests.last();
        let has = |group: &Option<String>| {
            newest.is_some_and(|newest| newest.has_group(group.as_deref()))
        };
        match into.as_ref().filter(|into| !has(into)) {
            Some(Some(group)) => {
                return Err(Error::new(Code::Policy, "the manifest has no such group").about(group));
            }
            Some(None) => return Err(Error::new(Code::Policy, "the manifest has groups")),
            None => {}
        }
        Ok(Self { into, has_groups: !has(&None), undecided: AtomicU64::new(0) })
    }

    /// The name of the work, with what makes a difference to its output.
    pub(super) fn job(&self, command: &str) -> String {
        match &self.into {
            None => command.into(),
            Some(None) => format!("{command} --no-group"),
            Some(Some(group)) => format!("{command} --group {group}"),
        }
    }

    pub(super) fn seal(
        &self,
        desk: &Desk<'_>,
        order: &str,
        now: u64,
        rng: &mut impl TryCryptoRng,
    ) -> Result<Resealed, Error> {
        match &self.into {
            Some(into) => regroup_with_rng(desk, order, into.as_deref(), now, rng),
            None => rewrap_with_rng(desk, order, now, rng).inspect_err(|error| {
                if error.code() == Code::Policy && is_of_no_group_now(desk, order) {
                    self.undecided.fetch_add(1, Ordering::Relaxed);
                }
            }),
        }
    }

    /// Says what to do about orders that stayed as they are.
    pub(super) fn tell(&self) {
        let undecided = self.undecided.load(Ordering::Relaxed);
        if undecided == 0 {
            return;
        }
        let orders = ui::counted(undecided, "order is", "orders are");
        let flag = match self.has_groups {
            true => "--group GROUP says into which one they go",
            false => "the policy has none now: --no-group takes them out of theirs",
        };
        ui::note(&format!("{orders} for no group of the policy and stayed as before; {flag}"));
    }
}

fn is_of_no_group_now(desk: &Desk<'_>, order: &str) -> bool {
    let (Ok(order), Some(newest)) = (Order::parse(order), desk.manifests.last()) else {
        return false;
    };
    !newest.has_group(order.header.group.as_deref())
}
