//! Services that are known to record sessions or to count visitors, by the hosts of their scripts.

use url::Url;

/// A service.
#[derive(Debug, PartialEq)]
pub(super) struct Tracker {
    pub(super) host: &'static str,
    pub(super) name: &'static str,
    /// Whether it records what people type.
    pub(super) records: bool,
}

const fn replay(host: &'static str, name: &'static str) -> Tracker {
    Tracker { host, name, records: true }
}

const fn counts(host: &'static str, name: &'static str) -> Tracker {
    Tracker { host, name, records: false }
}

const TRACKERS: [Tracker; 34] = [
    replay("hotjar.com", "Hotjar"),
    replay("hotjar.io", "Hotjar"),
    replay("fullstory.com", "FullStory"),
    replay("clarity.ms", "Microsoft Clarity"),
    replay("mouseflow.com", "Mouseflow"),
    replay("smartlook.com", "Smartlook"),
    replay("smartlook.cloud", "Smartlook"),
    replay("logrocket.com", "LogRocket"),
    replay("logrocket.io", "LogRocket"),
    replay("lr-ingest.io", "LogRocket"),
    replay("contentsquare.net", "Contentsquare"),
    replay("clicktale.net", "Clicktale"),
    replay("inspectlet.com", "Inspectlet"),
    replay("luckyorange.com", "Lucky Orange"),
    replay("luckyorange.net", "Lucky Orange"),
    replay("crazyegg.com", "Crazy Egg"),
    replay("quantummetric.com", "Quantum Metric"),
    replay("glassboxdigital.io", "Glassbox"),
    replay("sessioncam.com", "SessionCam"),
    replay("decibelinsight.net", "Decibel"),
    replay("mc.yandex.ru", "Yandex Metrica"),
    replay("openreplay.com", "OpenReplay"),
    replay("posthog.com", "PostHog"),
    counts("googletagmanager.com", "Google Tag Manager"),
    counts("google-analytics.com", "Google Analytics"),
    counts("doubleclick.net", "DoubleClick"),
    counts("connect.facebook.net", "Meta Pixel"),
    counts("analytics.tiktok.com", "TikTok Pixel"),
    counts("bat.bing.com", "Microsoft Advertising"),
    counts("segment.com", "Segment"),
    counts("mxpnl.com", "Mixpanel"),
    counts("amplitude.com", "Amplitude"),
    counts("heapanalytics.com", "Heap"),
    counts("snap.licdn.com", "LinkedIn Insight"),
];

/// The service that an address belongs to.
pub(super) fn at(url: &Url) -> Option<&'static Tracker> {
    let host = url.host_str()?;
    TRACKERS.iter().find(|tracker| {
        host.strip_suffix(tracker.host).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

/// Those whose hosts a script names: most of them are put on a page by a snippet.
pub(super) fn within(text: &str) -> impl Iterator<Item = &'static Tracker> {
    TRACKERS.iter().filter(move |tracker| text.contains(tracker.host))
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::at;

    #[test]
    fn a_service_is_known_by_its_host_and_not_by_what_looks_like_it() {
        let name = |url: &str| at(&Url::parse(url).expect("an address")).map(|found| found.name);
        assert_eq!(name("https://static.hotjar.com/c/hotjar-1.js"), Some("Hotjar"));
        assert_eq!(name("https://clarity.ms/tag/x"), Some("Microsoft Clarity"));
        assert_eq!(name("https://nothotjar.com/x.js"), None);
        assert_eq!(name("https://shop.example/hotjar.com.js"), None);
    }
}
