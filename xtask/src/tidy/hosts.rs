//! No host of a package registry and no path of one machine in what is tracked: both change, and neither is the project's.

use regex::Regex;

use super::Finding;
use crate::repository::File;

/// Written in pieces, or this file would find itself.
const HOSTS: [&str; 10] = [
    concat!("crates", ".io"),
    concat!("registry.npm", "js.org"),
    concat!("npm", "js.com"),
    concat!("pypi", ".org"),
    concat!("files.python", "hosted.org"),
    concat!("registry.yarn", "pkg.com"),
    concat!("deb.debian", ".org"),
    concat!("proxy.golang", ".org"),
    concat!("rubygems", ".org"),
    concat!("repo.maven.apache", ".org"),
];

/// Lock files name where each package came from; tools write them.
const LOCKS: [&str; 3] = ["Cargo.lock", "package-lock.json", "yarn.lock"];

pub fn check(files: &[File]) -> Vec<Finding> {
    let folders = ["work", "root", "home", "tmp", "Users"].join("|");
    let Ok(path) =
        Regex::new(&format!(r#"(?:^|[\s"'`(=:\[])(/(?:{folders})/[A-Za-z0-9_.-]+|[A-Z]:\\Users\\)"#))
    else {
        return vec![Finding::new("xtask/src/tidy/hosts.rs", 1, "a pattern does not compile")];
    };
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| !LOCKS.iter().any(|lock| file.path.ends_with(lock))) {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(host) = HOSTS.iter().find(|host| line.contains(**host)) {
                findings.push(Finding::new(&file.path, index + 1, format!("names the registry host {host}")));
            }
            if let Some(found) = path.captures(line).and_then(|captures| captures.get(1)) {
                findings.push(Finding::new(
                    &file.path,
                    index + 1,
                    format!("names a path of one machine: {}", found.as_str()),
                ));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_found_but_not_in_lock_files() {
        let text = format!("see https://{}/x\n", HOSTS[0]);
        assert_eq!(check(&[File::new("README.md", &text)]).len(), 1);
        assert_eq!(check(&[File::new("Cargo.lock", &text)]), []);
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        for text in [
            concat!("\"/wo", "rk/main\""),
            concat!("cd /ro", "ot/x"),
            concat!("DIR=/ho", "me/me"),
            concat!("`/tm", "p/anye`"),
            concat!("C:\\Us", "ers\\me"),
        ] {
            assert_eq!(check(&[File::new("a.md", text)]).len(), 1, "{text}");
        }
        for text in ["/var/lib/anye", "../work/main", "https://example.org/home/page", "homework/x"] {
            assert_eq!(check(&[File::new("a.md", text)]), [], "{text}");
        }
    }
}
