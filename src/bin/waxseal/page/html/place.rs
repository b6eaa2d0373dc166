//! Where an element stands, as far as it says what a browser makes of it.

/// Given on from each element to those within it.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place {
    pub(super) depth: usize,
    /// Within a template, where nothing runs.
    pub(super) is_inert: bool,
    /// A child of the head.
    pub(crate) is_in_head: bool,
    /// Within a shadow root, where selectors of the page find nothing.
    pub(crate) is_in_shadow: bool,
    /// Within a list of choices, where older parsers know other elements than newer ones.
    pub(crate) is_in_select: bool,
    /// Seen only where no scripts run.
    pub(crate) is_in_noscript: bool,
}

impl Place {
    /// The place of what stands in an element of this name that stands here.
    pub(super) fn within(self, parent: &str) -> Self {
        Self {
            depth: self.depth + 1,
            is_in_head: parent == "head",
            is_in_select: self.is_in_select || parent == "select",
            is_in_noscript: self.is_in_noscript || parent == "noscript",
            ..self
        }
    }

    /// The place of what stands in a template here, or in a shadow root.
    pub(super) fn contents(self, is_shadow: bool) -> Self {
        Self {
            is_inert: self.is_inert || !is_shadow,
            is_in_head: false,
            is_in_shadow: self.is_in_shadow || is_shadow,
            ..self
        }
    }
}
