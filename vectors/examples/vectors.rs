// SPDX-License-Identifier: BSD-3-Clause

//! Tests a codec with the golden vectors: `vectors tsrpc-v1.txt`. Here it is the crate; put your own in its place.
use tsrpc::{inspect_request, inspect_response, Registers, ServiceCallRequest};

/// What the codec reads in the words: message, validity, the fields of a service call, the violations.
fn decode(is_request: bool, words: Registers, request: Registers) -> String {
    let seen = if is_request { inspect_request(words) } else { inspect_response(words, request) };
    let fields = match ServiceCallRequest::unpack_lenient(words) {
        Ok(call) if is_request => format!(
            "interface_id={},opcode={},memory_handle={:#018x},request_length={},client_id={}",
            call.interface_id.get(),
            call.opcode.0,
            call.memory_handle.0,
            call.request_length.0,
            call.client_id.0
        ),
        _ => String::new(),
    };
    let wrong: Vec<_> = seen.violations.iter().map(|v| format!("{}:{}:{:08x}", v.rule, v.register, v.bits)).collect();
    let violations = if wrong.is_empty() { "-".to_string() } else { wrong.join(",") };
    format!("{} {} {} {}", seen.message, if seen.is_valid() { "valid" } else { "invalid" }, fields, violations)
}

fn main() {
    let path = std::env::args().nth(1).expect("usage: vectors FILE");
    let text = std::fs::read_to_string(path).expect("cannot read the file");
    let (mut vectors, mut failed) = (0, 0);
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&str> = line.split(' ').collect();
        let words = |at: usize| Registers([0, 1, 2, 3, 4].map(|i| u32::from_str_radix(columns[at + i], 16).unwrap()));
        let is_request = columns[1] == "request";
        let decoded = decode(is_request, words(8), words(3));
        let fields = if is_request && columns[0] == "service_call" { columns[13] } else { "" };
        if decoded != format!("{} {} {} {}", columns[0], columns[2], fields, columns[14]) {
            println!("{}: {}", columns[15], decoded);
            failed += 1;
        }
        vectors += 1;
    }
    println!("{} vectors, {} failed", vectors, failed);
    std::process::exit((vectors == 0 || failed != 0) as i32);
}
