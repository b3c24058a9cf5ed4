//! Device administrators, and whether an organisation owns the device or a profile of it, from the files of the system.
//!
//! Format: `device_policies.xml` (AOSP `DevicePolicyData.store`: `<admin name="PACKAGE/CLASS">`), `device_owner_2.xml` and
//! `profile_owner.xml` (AOSP `OwnersData`), text or binary, below `data/system` and for further users below
//! `data/system/users/N`.

use vigie_model::{Layout, Meaning, Place};

use super::super::abx::{Element, Event};
use super::super::device_policy::{PolicyHolder, PolicyRight};
use super::super::lines::{full_component, package_of};
use super::super::xml;
use super::user_of;
use crate::{Artifact, Out, ParseError, Source, Spec};

/// See the module.
pub struct DevicePoliciesXml;

/// Rights of an administrator, by the bit of `<policies flags=>` (AOSP `DeviceAdminInfo`).
const POLICIES: &[(i64, &str)] = &[
    (1 << 0, "limit-password"),
    (1 << 1, "watch-login"),
    (1 << 2, "reset-password"),
    (1 << 3, "force-lock"),
    (1 << 4, "wipe-data"),
    (1 << 6, "expire-password"),
    (1 << 7, "encrypted-storage"),
    (1 << 8, "disable-camera"),
    (1 << 9, "disable-keyguard-features"),
];

fn holder(right: PolicyRight, user: Option<i64>, element: &Element) -> Option<PolicyHolder> {
    let component = element.owned("component").or_else(|| element.owned("name").filter(|name| name.contains('/')));
    let component = component.map(|component| full_component(&component));
    let package = component.as_deref().and_then(package_of).map(str::to_owned).or_else(|| element.owned("package"));
    let name = element.owned("name").filter(|name| !name.contains('/'));
    let is_one = component.is_some() || package.is_some();
    is_one.then_some(PolicyHolder { right, user, component, package, name, policies: Vec::new(), test_only: None })
}

impl Artifact for DevicePoliciesXml {
    type Record = PolicyHolder;
    const SPEC: Spec = Spec {
        id: "android_device_policies_xml",
        version: 1,
        paths: &[
            (Layout::AndroidFilesystem, "data/system/{device_policies,device_owner,device_owner_2}.xml"),
            (Layout::AndroidFilesystem, "data/system/users/*/{device_policies,profile_owner}.xml"),
        ],
        meaning: Meaning::Persistence,
    };

    fn parse(file: &Source<'_>, out: &mut Out<'_, PolicyHolder>) -> Result<(), ParseError> {
        // Below `data/system` itself stands what holds for the owner of the device.
        let user = user_of(file.path()).or(Some(0));
        let mut open: Option<(Place, PolicyHolder)> = None;
        xml::read(file, out, |at, event, out| {
            let Event::Start(element) = event else { return };
            let right = match element.name.as_str() {
                "admin" => PolicyRight::Admin,
                "device-owner" => PolicyRight::DeviceOwner,
                "profile-owner" => PolicyRight::ProfileOwner,
                "policies" => {
                    if let Some((at, mut admin)) = open.take() {
                        let flags = element.integer("flags").unwrap_or(0);
                        let named = POLICIES.iter().filter(|(bit, _)| flags & bit != 0);
                        admin.policies = named.map(|(_, name)| (*name).to_owned()).collect();
                        out.record(at, admin);
                    }
                    return;
                }
                _ => return,
            };
            if let Some((at, admin)) = open.take() {
                out.record(at, admin);
            }
            match holder(right, user, element) {
                // The rights of an administrator follow.
                Some(admin) if right == PolicyRight::Admin => open = Some((at, admin)),
                Some(owner) => out.record(at, owner),
                None => {}
            }
        })?;
        if let Some((at, admin)) = open {
            out.record(at, admin);
        }
        Ok(())
    }
}
