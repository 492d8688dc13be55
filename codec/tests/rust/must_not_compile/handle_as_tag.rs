// SPDX-License-Identifier: BSD-3-Clause
//
// Handle and tag mixed up.
// expect: mismatched types

use tsrpc::{MemoryHandle, MemoryTag, RetrieveMemRequest};

pub const fn request(handle: MemoryHandle, tag: MemoryTag) -> RetrieveMemRequest {
    #[cfg(good)]
    return RetrieveMemRequest { memory_handle: handle, memory_tag: tag };
    #[cfg(not(good))]
    return RetrieveMemRequest { memory_handle: tag, memory_tag: handle };
}
