//! The package's bill of materials: CycloneDX 1.6. It has no time and no serial number, so that two
//! builds write the same.

use serde_json::{Value, json};

use super::linked::{Crate, Module};

const LICENSE: &str = env!("CARGO_PKG_LICENSE");

/// The package and what is compiled into its module.
pub(super) fn write(Module { version, uses, crates }: &Module, rust: &str) -> Value {
    let package = format!("pkg:npm/waxseal@{version}");
    let language = format!("pkg:generic/rust@{rust}");
    let mut components: Vec<Value> = crates.iter().map(component).collect();
    components.push(json!({
        "type": "library", "bom-ref": language, "name": "rust", "version": rust,
        "description": "The parts of Rust's standard library that the module uses: core and alloc",
        "licenses": [{ "expression": LICENSE }], "purl": language,
    }));
    let mut uses: Vec<String> = uses.iter().map(|id| purl(id)).collect();
    uses.push(language);
    let mut dependencies = vec![json!({ "ref": package, "dependsOn": uses })];
    dependencies.extend(crates.iter().map(dependency));
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": {
            "type": "library", "bom-ref": package, "name": "waxseal", "version": version,
            "licenses": [{ "expression": LICENSE }], "purl": package,
        } },
        "components": components,
        "dependencies": dependencies,
    })
}

fn component(linked: &Crate) -> Value {
    let purl = purl(&linked.id());
    json!({
        "type": "library", "bom-ref": purl, "name": linked.name, "version": linked.version,
        "hashes": [{ "alg": "SHA-256", "content": linked.checksum }],
        "licenses": [{ "expression": linked.license }], "purl": purl,
    })
}

fn dependency(linked: &Crate) -> Value {
    let uses: Vec<String> = linked.uses.iter().map(|id| purl(id)).collect();
    json!({ "ref": purl(&linked.id()), "dependsOn": uses })
}

/// <https://github.com/package-url/purl-spec>
fn purl(id: &str) -> String {
    format!("pkg:cargo/{id}")
}
