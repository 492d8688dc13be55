// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/sweeps.hpp"

#include "tsrpc/abi.h"

#include <algorithm>
#include <bit>
#include <initializer_list>

namespace tsrpc::conformance {

std::vector<uint64_t> varied_words() {
    std::vector<uint64_t> words = {
        0, 0xffffffff, 0xffffffff00000000, 0x0123456789abcdef, 0xfedcba9876543210, TSRPC_INVALID_MEMORY_HANDLE};
    for (unsigned bit = 0; bit < 64; ++bit) {
        words.push_back(uint64_t{1} << bit);
    }
    return words;
}

std::vector<uint64_t> varied_handles() {
    std::vector<uint64_t> handles = varied_words();
    std::erase(handles, TSRPC_INVALID_MEMORY_HANDLE);
    for (const uint64_t handle : near_handles(TSRPC_INVALID_MEMORY_HANDLE)) {
        handles.push_back(handle);
    }
    return handles;
}

std::vector<uint64_t> near_handles(uint64_t handle) {
    std::vector<uint64_t> near;
    for (unsigned bit = 0; bit < 64; ++bit) {
        near.push_back(handle ^ uint64_t{1} << bit);
    }
    if (std::rotl(handle, 32) != handle) {
        near.push_back(std::rotl(handle, 32));
    }
    return near;
}

std::vector<uint16_t> near_senders(uint16_t id) {
    std::vector<uint16_t> senders;
    for (unsigned bit = 0; bit < 16; ++bit) {
        senders.push_back(static_cast<uint16_t>(id ^ 1u << bit));
    }
    return senders;
}

std::vector<uint16_t> varied_senders() {
    std::vector<uint16_t> senders = near_senders(0);
    senders.insert(senders.end(), {0x0000, 0x7fff, 0x8001, 0xfffe, 0xffff});
    return senders;
}

std::vector<int32_t> ffa_errors() { return {-1, -2, -3, -4, -5, -6, -7, -8}; }

std::vector<uint32_t> lengths_within(uint64_t size) {
    std::vector<uint32_t> lengths = {0, 1, 2, 3, 4, 7, 8, 15, 16, 255, 256, 257};
    for (uint64_t boundary = TSRPC_PAGE_SIZE; boundary <= size; boundary += TSRPC_PAGE_SIZE) {
        for (const uint64_t length : {boundary - 1, boundary, boundary + 1}) {
            if (length <= size) {
                lengths.push_back(static_cast<uint32_t>(length));
            }
        }
    }
    return lengths;
}

std::vector<uint32_t> lengths_beyond(uint64_t size) {
    const auto first = static_cast<uint32_t>(size + 1);
    std::vector<uint32_t> lengths = {first,           first + 1,  static_cast<uint32_t>(2 * size),
                                     0x10000 + first, 0x7fffffff, 0xfffff000,
                                     0xfffffffe,      0xffffffff};
    for (uint64_t length = uint64_t{1} << 12; length <= UINT32_MAX; length <<= 1) {
        if (length > size) {
            lengths.push_back(static_cast<uint32_t>(length));
        }
    }
    return lengths;
}

std::vector<uint8_t> pattern(uint64_t size, uint8_t seed) {
    std::vector<uint8_t> bytes(size);
    for (size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = static_cast<uint8_t>(i * 7 + i / 256 + seed);
    }
    return bytes;
}

std::vector<Registers> unknown_management_requests() {
    std::vector<Registers> requests;
    for (uint32_t opcode = TSRPC_OPCODE_SERVICE_INFO + 1; opcode <= TSRPC_CONTROL_OPCODE_MASK; ++opcode) {
        requests.push_back({{TSRPC_CONTROL_INTERFACE_ID_MASK | opcode, 0, 0, 0, 0}});
    }
    return requests;
}

std::vector<uint32_t> varied_u32() {
    std::vector<uint32_t> values = {0,          0xffffffff, 0xffffff7c, 0x01234567,
                                    0xfedcba98, 0x7fffffff, 0x0000ffff, 0xffff0000};
    for (unsigned bit = 0; bit < 32; ++bit) {
        values.push_back(uint32_t{1} << bit);
    }
    for (uint32_t small = 2; small <= 8; ++small) { // what RPC statuses are
        values.push_back(0 - small);
    }
    return values;
}

} // namespace tsrpc::conformance
