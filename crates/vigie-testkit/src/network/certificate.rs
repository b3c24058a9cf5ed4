//! X.509 certificates in DER. They are signed by nobody: the signature is zeros.

fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![tag];
    match u8::try_from(length) {
        Ok(short) if short < 0x80 => out.push(short),
        Ok(short) => out.extend([0x81, short]),
        Err(_) => {
            out.push(0x82);
            out.extend(u16::try_from(length).unwrap_or(0).to_be_bytes());
        }
    }
    out.extend(content);
    out
}

fn name(common: &str, organisation: Option<&str>) -> Vec<u8> {
    let part = |kind: u8, text: &str| {
        let pair = [element(6, &[0x55, 4, kind]), element(0x0c, text.as_bytes())].concat();
        element(0x31, &element(0x30, &pair))
    };
    let organisation = organisation.map(|text| part(10, text)).unwrap_or_default();
    element(0x30, &[organisation, part(3, common)].concat())
}

/// Whom a certificate names, who issued it, and its days as `YYMMDDhhmmssZ`.
#[derive(Debug, Clone, Copy)]
pub struct Certificate<'a> {
    /// Common name and organisation of the subject.
    pub subject: (&'a str, Option<&'a str>),
    /// Those of the issuer.
    pub issuer: (&'a str, Option<&'a str>),
    /// Good from, good until.
    pub days: (&'a str, &'a str),
    /// Further names of hosts.
    pub hosts: &'a [&'a str],
    /// The serial number.
    pub serial: u8,
}

impl Certificate<'_> {
    /// Its bytes.
    pub fn der(&self) -> Vec<u8> {
        let algorithm = element(0x30, &[element(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2])].concat());
        let days = [element(0x17, self.days.0.as_bytes()), element(0x17, self.days.1.as_bytes())].concat();
        let curve =
            [element(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]), element(6, &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7])];
        let key = [element(0x30, &curve.concat()), element(3, &[&[0, 4][..], &[self.serial; 64]].concat())].concat();
        let hosts: Vec<u8> = self.hosts.iter().flat_map(|host| element(0x82, host.as_bytes())).collect();
        let alternative = [element(6, &[0x55, 0x1d, 0x11]), element(4, &element(0x30, &hosts))].concat();
        let mut signed = [
            element(0xa0, &element(2, &[2])),
            element(2, &[self.serial]),
            algorithm.clone(),
            name(self.issuer.0, self.issuer.1),
            element(0x30, &days),
            name(self.subject.0, self.subject.1),
            element(0x30, &key),
        ]
        .concat();
        if !self.hosts.is_empty() {
            signed.extend(element(0xa3, &element(0x30, &element(0x30, &alternative))));
        }
        element(0x30, &[element(0x30, &signed), algorithm, element(3, &[0; 65])].concat())
    }
}
