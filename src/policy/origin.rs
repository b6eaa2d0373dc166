//! Origins, as browsers serialise them, and the addresses of pages.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::Env;

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Why this is not an origin that may seal, if it is not.
pub(super) fn refusal(origin: &str, env: Env) -> Option<&'static str> {
    let Some((scheme, host, port)) = split(origin) else {
        return Some("an origin is https://host or https://host:port, and nothing after it");
    };
    let loopback = LOOPBACK.contains(&host);
    let wildcard = host.starts_with("*.") || port == Some("*");
    let name = host.strip_prefix("*.").unwrap_or(host);
    if wildcard && env == Env::Live {
        return Some("only a test policy may have wildcard origins");
    }
    if scheme == "http" && !(loopback && env == Env::Test) {
        return Some("an http origin is for localhost alone, and for a test policy");
    }
    if !is_host(name) || port == Some("*") && !loopback || name != host && is_address(name) {
        return Some("an origin is written as browsers do, its host in lower case");
    }
    let default = if scheme == "http" { "80" } else { "443" };
    match port {
        None | Some("*") => None,
        Some(port) if port == default => Some("an origin does not name its scheme's own port"),
        Some(port) if is_port(port) => None,
        Some(_) => Some("a port is a number from 1 to 65535"),
    }
}

/// Whether this is the address of a page: `https`, or under a test policy `http` on this machine.
pub(super) fn is_page(url: &str, env: Env) -> bool {
    let authority = url.find("://").map_or(0, |colon| colon + 3);
    let path = url[authority..].find(['/', '?', '#']).map_or(url.len(), |start| authority + start);
    let (origin, rest) = url.split_at(path);
    !origin.contains('*')
        && refusal(origin, env).is_none()
        && rest.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>\"`\\".contains(c))
}

fn split(origin: &str) -> Option<(&str, &str, Option<&str>)> {
    let (scheme, authority) = origin.split_once("://")?;
    if authority.contains(['/', '?', '#']) {
        return None;
    }
    let host_ends = if authority.starts_with('[') { authority.find(']')? + 1 } else { 0 };
    let (host, port) = match authority[host_ends..].find(':') {
        Some(colon) => (&authority[..host_ends + colon], Some(&authority[host_ends + colon + 1..])),
        None => (authority, None),
    };
    matches!(scheme, "https" | "http").then_some((scheme, host, port))
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        matches!(label.len(), 1..=63)
            && label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_'))
    };
    is_address(host) || !ends_in_number(host) && host.split('.').all(is_label)
}

/// Whether the host is an IP address in its canonical form.
fn is_address(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')) {
        Some(inner) => inner.parse::<Ipv6Addr>().is_ok_and(|ip| ip.to_string() == inner),
        None => host.parse::<Ipv4Addr>().is_ok(),
    }
}

/// A browser takes such a host for an IPv4 address (WHATWG URL, "ends in a number").
fn ends_in_number(host: &str) -> bool {
    host.rsplit('.').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()))
}

fn is_port(port: &str) -> bool {
    port.parse::<u16>().is_ok_and(|number| number > 0 && number.to_string() == port)
}
