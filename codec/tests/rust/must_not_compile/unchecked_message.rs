// SPDX-License-Identifier: BSD-3-Clause
//
// A field of a message that may not be one.
// expect: no field `rpc_status` on type

use tsrpc::{Registers, RetrieveMemResponse, RpcStatus};

pub fn status(words: Registers, request: Registers) -> Option<RpcStatus> {
    let response = RetrieveMemResponse::unpack(words, request);
    #[cfg(good)]
    return response.ok().map(|response| response.rpc_status);
    #[cfg(not(good))]
    return Some(response.rpc_status);
}
