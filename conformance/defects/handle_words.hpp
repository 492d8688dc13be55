// SPDX-License-Identifier: BSD-3-Clause
//
// The memory handle in W4 and W5, for defects that change it.
#ifndef TSRPC_CONFORMANCE_DEFECTS_HANDLE_WORDS_HPP
#define TSRPC_CONFORMANCE_DEFECTS_HANDLE_WORDS_HPP

#include "tsrpc/codec.hpp"

#include <cstdint>

namespace tsrpc::conformance {

inline uint64_t handle_of(const Registers& request) { return uint64_t{request[W5]} << 32 | request[W4]; }

inline void set_handle(Registers& request, uint64_t handle) {
    request.words[W4] = static_cast<uint32_t>(handle);
    request.words[W5] = static_cast<uint32_t>(handle >> 32);
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_DEFECTS_HANDLE_WORDS_HPP
