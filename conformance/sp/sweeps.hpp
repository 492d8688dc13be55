// SPDX-License-Identifier: BSD-3-Clause
//
// Values that tests go through.
#ifndef TSRPC_CONFORMANCE_SP_SWEEPS_HPP
#define TSRPC_CONFORMANCE_SP_SWEEPS_HPP

#include "tsrpc/codec.hpp"

#include <cstdint>
#include <vector>

namespace tsrpc::conformance {

/// 64-bit numbers with each bit once alone, each half alone, and every byte different.
std::vector<uint64_t> varied_words();

/// The same without the invalid handle, and with all that differ from it in one bit.
std::vector<uint64_t> varied_handles();

/// Handles that differ from `handle` in one of their 64 bits, or have their halves swapped.
std::vector<uint64_t> near_handles(uint64_t handle);

/// Ids that differ from `id` in one of their 16 bits.
std::vector<uint16_t> near_senders(uint16_t id);

/// Sender ids of either world with every bit once alone, 0 among them.
std::vector<uint16_t> varied_senders();

/// A request for each management opcode that version 1 does not define, 4 to 0xffff.
std::vector<Registers> unknown_management_requests();

/// FF-A's error codes, NOT_SUPPORTED to ABORTED.
std::vector<int32_t> ffa_errors();

/// Lengths around every boundary of a memory of `size` bytes, 0 and `size` included.
std::vector<uint32_t> lengths_within(uint64_t size);

/// Lengths beyond a memory's size, as far as 32 bits go.
std::vector<uint32_t> lengths_beyond(uint64_t size);

/// `size` bytes, each unlike its neighbours and its place in other pages.
std::vector<uint8_t> pattern(uint64_t size, uint8_t seed = 0);

/// 32-bit numbers: the extremes, each half, each bit once alone, and those that are RPC statuses too.
std::vector<uint32_t> varied_u32();

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_SWEEPS_HPP
