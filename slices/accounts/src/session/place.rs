//! The institution's networks by name: "place" of a sign-in (ACC-9; DESIGN, rulings, "Place"). Pure.

use crate::parameters;
use std::net::IpAddr;
use xingtan_i18n::Msg;
use xingtan_settings::Settings;

/// Most lines that are taken.
const MOST: usize = 200;

/// Why a line is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It has no name or no `=`.
    Form,
    /// What stands behind `=` is no network: an address, or an address with `/` and a number of bits.
    Network,
    /// The address has bits set behind those that count: probably another network is meant.
    Host,
    /// There are too many lines.
    Many,
}

impl Wrong {
    /// What to tell, with the number of the line.
    pub fn msg(self, line: usize) -> Msg {
        let key = match self {
            Wrong::Form => "accounts-networks-form",
            Wrong::Network => "accounts-networks-network",
            Wrong::Host => "accounts-networks-host",
            Wrong::Many => "accounts-networks-many",
        };
        Msg::new(key).with("line", line).with("most", MOST)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Network {
    name: String,
    base: u128,
    /// How many of 128 bits count; IPv4 lies at `::ffff:0:0/96`.
    bits: u32,
}

/// The networks in force, the narrowest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places(Vec<Network>);

fn number(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(ip) => u128::from(ip.to_ipv6_mapped()),
        IpAddr::V6(ip) => u128::from(ip),
    }
}

const fn mask(bits: u32) -> u128 {
    match bits {
        0 => 0,
        bits => u128::MAX << (128 - bits),
    }
}

fn line(text: &str) -> Result<Network, Wrong> {
    let (name, network) = text.split_once('=').ok_or(Wrong::Form)?;
    let (name, network) = (name.trim(), network.trim());
    if name.is_empty() || name.chars().count() > 40 || network.is_empty() {
        return Err(Wrong::Form);
    }
    let (address, bits) = match network.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse::<u32>().map_err(|_| Wrong::Network)?)),
        None => (network, None),
    };
    let ip: IpAddr = address.trim().parse().map_err(|_| Wrong::Network)?;
    let whole = if ip.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(whole);
    if bits > whole {
        return Err(Wrong::Network);
    }
    let bits = bits + 128 - whole;
    let base = number(ip);
    if base & !mask(bits) != 0 {
        return Err(Wrong::Host);
    }
    Ok(Network { name: name.to_owned(), base, bits })
}

impl Places {
    /// Of lines `name = network`; empty lines are left out.
    ///
    /// # Errors
    /// What is wrong, with the number of the line, from 1.
    pub fn read(text: &str) -> Result<Places, (usize, Wrong)> {
        let mut networks = Vec::new();
        for (at, text) in text.lines().enumerate().filter(|(_, text)| !text.trim().is_empty()) {
            if networks.len() == MOST {
                return Err((at + 1, Wrong::Many));
            }
            networks.push(line(text).map_err(|wrong| (at + 1, wrong))?);
        }
        networks.sort_by_key(|network| std::cmp::Reverse(network.bits));
        Ok(Places(networks))
    }

    /// Those of the policy in force.
    pub fn of(settings: &Settings) -> Places {
        Places::read(&settings.text(&parameters::NETWORKS)).unwrap_or_default()
    }

    /// The name of the narrowest network that holds an address.
    pub fn name(&self, ip: IpAddr) -> Option<&str> {
        let ip = number(ip);
        let found = self.0.iter().find(|network| ip & mask(network.bits) == network.base);
        found.map(|network| network.name.as_str())
    }

    /// The network of an address, as sign-ins are compared: by its name, or by its first bits.
    pub fn network(&self, ip: IpAddr) -> String {
        self.name(ip).map_or_else(|| super::rules::network(ip), |name| format!("={name}"))
    }

    /// An address as pages show it: the place and the address, or the address alone.
    pub fn told(&self, ip: &str) -> String {
        match ip.parse().ok().and_then(|parsed| self.name(parsed)) {
            Some(name) => format!("{name} ({ip})"),
            None => ip.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_narrowest_network_names_the_place() {
        let places =
            Places::read("总部 = 10.0.0.0/8\n\n 质量部=10.1.2.0/24 \n云 = 2001:db8::/32\n门 = 192.0.2.7")
                .unwrap();
        let named = |ip: &str| places.name(ip.parse().unwrap()).map(str::to_owned);
        assert_eq!(named("10.1.2.3").as_deref(), Some("质量部"));
        assert_eq!(named("10.9.2.3").as_deref(), Some("总部"));
        assert_eq!(named("::ffff:10.9.2.3").as_deref(), Some("总部"));
        assert_eq!(named("2001:db8:7::1").as_deref(), Some("云"));
        assert_eq!(named("192.0.2.7").as_deref(), Some("门"));
        assert_eq!(named("192.0.2.8"), None);
        assert_eq!(places.told("10.1.2.3"), "质量部 (10.1.2.3)");
        assert_eq!(places.told("192.0.2.8"), "192.0.2.8");
        assert_eq!(
            places.network("10.1.9.9".parse().unwrap()),
            places.network("10.200.1.1".parse().unwrap())
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let wrong = |text: &str| Places::read(text).unwrap_err();
        assert_eq!(wrong("A = 10.0.0.0/8\nB 10.0.0.0/8"), (2, Wrong::Form));
        assert_eq!(wrong(" = 10.0.0.0/8"), (1, Wrong::Form));
        assert_eq!(wrong("A = 10.0.0/8"), (1, Wrong::Network));
        assert_eq!(wrong("A = 10.0.0.0/33"), (1, Wrong::Network));
        assert_eq!(wrong("\nA = 10.0.0.1/8"), (2, Wrong::Host));
        assert_eq!(wrong(&"A = 10.0.0.0/8\n".repeat(201)), (201, Wrong::Many));
    }

    proptest! {
        #[test]
        fn an_address_lies_in_its_own_network(ip in any::<u32>(), bits in 0u32..=32) {
            let ip = std::net::Ipv4Addr::from(ip);
            let base = u32::from(ip) & u32::try_from(mask(bits + 96) & u128::from(u32::MAX)).unwrap();
            let text = format!("x = {}/{bits}", std::net::Ipv4Addr::from(base));
            let places = Places::read(&text).unwrap();
            prop_assert_eq!(places.name(ip.into()), Some("x"));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,80}") {
            let _ = Places::read(&text);
        }
    }
}
