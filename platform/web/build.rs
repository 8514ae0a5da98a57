//! The program embeds `web/dist`: it is built again when the assets are.
fn main() {
    println!("cargo:rerun-if-changed=../../web/dist/manifest.json");
}
