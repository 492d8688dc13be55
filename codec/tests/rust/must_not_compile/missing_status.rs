// SPDX-License-Identifier: BSD-3-Clause
//
// A response without its status.
// expect: missing field `rpc_status`

use tsrpc::{InterfaceId, Registers, RpcStatus, ServiceInfoResponse};

pub const fn response(interface_id: InterfaceId) -> Registers {
    #[cfg(good)]
    return ServiceInfoResponse { interface_id, rpc_status: RpcStatus::SUCCESS }.pack();
    #[cfg(not(good))]
    return ServiceInfoResponse { interface_id }.pack();
}

pub const NAME: Option<&str> = RpcStatus::SUCCESS.name();
