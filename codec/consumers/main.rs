// SPDX-License-Identifier: BSD-3-Clause

//! What the consumer project in Rust builds: prints a RETRIEVE_MEM request and unpacks its answer. Exit status 0 if both
//! are as docs/abi.md has them.
#![deny(warnings)]

use tsrpc::{MemoryHandle, MemoryTag, Registers, RetrieveMemRequest, RetrieveMemResponse, RpcStatus, Violations};

const REQUEST: Registers = RetrieveMemRequest {
    memory_handle: MemoryHandle(0x0123_4567_89ab_cdef),
    memory_tag: MemoryTag(0xfedc_ba98_7654_3210),
}
.pack();

/// Whether the endpoint has the memory now, or which rules its answer breaks.
fn retrieved(words: Registers) -> Result<RpcStatus, Violations> {
    let response = RetrieveMemResponse::unpack(words, REQUEST)?;
    Ok(response.rpc_status)
}

fn main() {
    assert_eq!(REQUEST, Registers([0x00ff_0001, 0x89ab_cdef, 0x0123_4567, 0x7654_3210, 0xfedc_ba98]));
    for word in REQUEST.0 {
        println!("{:08x}", word);
    }
    assert_eq!(retrieved(Registers([0x00ff_0001, 0xffff_fffb, 0, 0, 0])), Ok(RpcStatus::TRANSPORT_LAYER));
    let refused = retrieved(Registers([0x00ff_0001, 0xffff_fffb, 0, 0, 1])).unwrap_err();
    assert_eq!(refused.to_string(), "MBZ W7 00000001 (reserved)");
}
