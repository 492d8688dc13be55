// SPDX-License-Identifier: BSD-3-Clause
//
// The messages as a careful driver writer would handle them: plain structs, shifts and masks in the Linux style. What
// the codec is measured against; its verdicts are the codec's, which a test checks.
#ifndef TSRPC_CODEC_BENCH_BY_HAND_HPP
#define TSRPC_CODEC_BENCH_BY_HAND_HPP

#include <stdint.h>

namespace by_hand {

#define BY_HAND static inline __attribute__((always_inline))

struct Frame {
    uint32_t w[5];
};

constexpr uint32_t opcode_mask = 0xffff;
constexpr uint32_t interface_mask = 0xff0000;
constexpr uint32_t interface_shift = 16;
constexpr uint32_t fixed_mask = 0xff000000;
constexpr uint32_t named_mask = opcode_mask | interface_mask;

BY_HAND uint32_t lower_32_bits(uint64_t n) { return static_cast<uint32_t>(n); }
BY_HAND uint32_t upper_32_bits(uint64_t n) { return static_cast<uint32_t>(n >> 32); }
BY_HAND uint64_t join(uint32_t low, uint32_t high) { return static_cast<uint64_t>(high) << 32 | low; }

struct GetVersionRequest {};
struct GetVersionResponse {
    uint32_t version;
};
struct RetrieveMemRequest {
    uint64_t memory_handle;
    uint64_t memory_tag;
};
struct RetrieveMemResponse {
    int32_t rpc_status;
};
struct RelinquishMemRequest {
    uint64_t memory_handle;
};
struct RelinquishMemResponse {
    int32_t rpc_status;
};
struct ServiceInfoRequest {
    alignas(4) uint8_t service_uuid[16];
};
struct ServiceInfoResponse {
    uint8_t interface_id;
    int32_t rpc_status;
};
struct ServiceCallRequest {
    uint8_t interface_id;
    uint16_t opcode;
    uint64_t memory_handle;
    uint32_t request_length;
    uint32_t client_id;
};
struct ServiceCallResponse {
    uint8_t interface_id;
    uint16_t opcode;
    int32_t rpc_status;
    uint32_t service_status;
    uint32_t response_length;
};

// Packing.

BY_HAND Frame pack(const GetVersionRequest&) { return {{0x00ff0000, 0, 0, 0, 0}}; }
BY_HAND Frame pack(const GetVersionResponse& m) { return {{0x00ff0000, m.version, 0, 0, 0}}; }
BY_HAND Frame pack(const RetrieveMemRequest& m) {
    return {{0x00ff0001, lower_32_bits(m.memory_handle), upper_32_bits(m.memory_handle), lower_32_bits(m.memory_tag),
             upper_32_bits(m.memory_tag)}};
}
BY_HAND Frame pack(const RetrieveMemResponse& m) {
    return {{0x00ff0001, static_cast<uint32_t>(m.rpc_status), 0, 0, 0}};
}
BY_HAND Frame pack(const RelinquishMemRequest& m) {
    return {{0x00ff0002, lower_32_bits(m.memory_handle), upper_32_bits(m.memory_handle), 0, 0}};
}
BY_HAND Frame pack(const RelinquishMemResponse& m) {
    return {{0x00ff0002, static_cast<uint32_t>(m.rpc_status), 0, 0, 0}};
}
BY_HAND Frame pack(const ServiceInfoRequest& m) {
    Frame frame = {{0x00ff0003, 0, 0, 0, 0}};
    __builtin_memcpy(&frame.w[1], __builtin_assume_aligned(&m.service_uuid[0], 4), 16);
    return frame;
}
BY_HAND Frame pack(const ServiceInfoResponse& m) {
    return {{0x00ff0003, static_cast<uint32_t>(m.rpc_status), m.interface_id, 0, 0}};
}
BY_HAND Frame pack(const ServiceCallRequest& m) {
    return {{static_cast<uint32_t>(m.interface_id) << interface_shift | m.opcode, lower_32_bits(m.memory_handle),
             upper_32_bits(m.memory_handle), m.request_length, m.client_id}};
}
BY_HAND Frame pack(const ServiceCallResponse& m) {
    return {{static_cast<uint32_t>(m.interface_id) << interface_shift | m.opcode, static_cast<uint32_t>(m.rpc_status),
             m.service_status, m.response_length, 0}};
}

// Reading, without any check.

BY_HAND void read(const Frame&, GetVersionRequest&) {}
BY_HAND void read(const Frame& f, GetVersionResponse& m) { m.version = f.w[1]; }
BY_HAND void read(const Frame& f, RetrieveMemRequest& m) {
    m.memory_handle = join(f.w[1], f.w[2]);
    m.memory_tag = join(f.w[3], f.w[4]);
}
BY_HAND void read(const Frame& f, RetrieveMemResponse& m) { m.rpc_status = static_cast<int32_t>(f.w[1]); }
BY_HAND void read(const Frame& f, RelinquishMemRequest& m) { m.memory_handle = join(f.w[1], f.w[2]); }
BY_HAND void read(const Frame& f, RelinquishMemResponse& m) { m.rpc_status = static_cast<int32_t>(f.w[1]); }
BY_HAND void read(const Frame& f, ServiceInfoRequest& m) { __builtin_memcpy(m.service_uuid, &f.w[1], 16); }
BY_HAND void read(const Frame& f, ServiceInfoResponse& m) {
    m.rpc_status = static_cast<int32_t>(f.w[1]);
    m.interface_id = static_cast<uint8_t>(f.w[2]);
}
BY_HAND void read(const Frame& f, ServiceCallRequest& m) {
    m.interface_id = static_cast<uint8_t>(f.w[0] >> interface_shift);
    m.opcode = static_cast<uint16_t>(f.w[0]);
    m.memory_handle = join(f.w[1], f.w[2]);
    m.request_length = f.w[3];
    m.client_id = f.w[4];
}
BY_HAND void read(const Frame& f, ServiceCallResponse& m) {
    m.interface_id = static_cast<uint8_t>(f.w[0] >> interface_shift);
    m.opcode = static_cast<uint16_t>(f.w[0]);
    m.rpc_status = static_cast<int32_t>(f.w[1]);
    m.service_status = f.w[2];
    m.response_length = f.w[3];
}

// The same for a lenient receiver, who takes any interface id after an RPC error: 0xff, no service's, reads as 0.

template <class M>
BY_HAND void read_lenient(const Frame& f, M& m) {
    read(f, m);
}
BY_HAND void read_lenient(const Frame& f, ServiceInfoResponse& m) {
    m.rpc_status = static_cast<int32_t>(f.w[1]);
    m.interface_id = (f.w[2] & 0xff) == 0xff ? 0 : static_cast<uint8_t>(f.w[2]);
}

// What a lenient receiver looks at. The last argument only picks the overload.

BY_HAND bool is_lenient(const Frame& f, GetVersionRequest*) { return (f.w[0] & named_mask) == 0x00ff0000; }
BY_HAND bool is_lenient(const Frame& f, GetVersionResponse*) { return f.w[1] != 0; }
BY_HAND bool is_lenient(const Frame& f, RetrieveMemRequest*) { return (f.w[0] & named_mask) == 0x00ff0001; }
BY_HAND bool is_lenient(const Frame&, RetrieveMemResponse*) { return true; }
BY_HAND bool is_lenient(const Frame& f, RelinquishMemRequest*) { return (f.w[0] & named_mask) == 0x00ff0002; }
BY_HAND bool is_lenient(const Frame&, RelinquishMemResponse*) { return true; }
BY_HAND bool is_lenient(const Frame& f, ServiceInfoRequest*) { return (f.w[0] & named_mask) == 0x00ff0003; }
BY_HAND bool is_lenient(const Frame& f, ServiceInfoResponse*) { return (f.w[2] & 0xff) != 0xff || f.w[1] != 0; }
BY_HAND bool is_lenient(const Frame& f, ServiceCallRequest*) { return (f.w[0] & interface_mask) != interface_mask; }
BY_HAND bool is_lenient(const Frame& f, ServiceCallResponse*) { return (f.w[0] & interface_mask) != interface_mask; }

// What a strict one does.

BY_HAND uint32_t not_answer(const Frame& f, const Frame& request, uint32_t control) {
    return (f.w[0] ^ control) | ((f.w[0] ^ request.w[0]) & named_mask);
}

BY_HAND bool is_strict(const Frame& f, const Frame&, GetVersionRequest*) {
    return ((f.w[0] ^ 0x00ff0000) | f.w[1] | f.w[2] | f.w[3] | f.w[4]) == 0;
}
BY_HAND bool is_strict(const Frame& f, const Frame& r, GetVersionResponse*) {
    return (not_answer(f, r, 0x00ff0000) | f.w[2] | f.w[3] | f.w[4]) == 0 && f.w[1] != 0;
}
BY_HAND bool is_strict(const Frame& f, const Frame&, RetrieveMemRequest*) { return f.w[0] == 0x00ff0001; }
BY_HAND bool is_strict(const Frame& f, const Frame& r, RetrieveMemResponse*) {
    return (not_answer(f, r, 0x00ff0001) | f.w[2] | f.w[3] | f.w[4]) == 0;
}
BY_HAND bool is_strict(const Frame& f, const Frame&, RelinquishMemRequest*) {
    return ((f.w[0] ^ 0x00ff0002) | f.w[3] | f.w[4]) == 0;
}
BY_HAND bool is_strict(const Frame& f, const Frame& r, RelinquishMemResponse*) {
    return (not_answer(f, r, 0x00ff0002) | f.w[2] | f.w[3] | f.w[4]) == 0;
}
BY_HAND bool is_strict(const Frame& f, const Frame&, ServiceInfoRequest*) { return f.w[0] == 0x00ff0003; }
BY_HAND bool is_strict(const Frame& f, const Frame& r, ServiceInfoResponse*) {
    return (not_answer(f, r, 0x00ff0003) | f.w[3] | f.w[4]) == 0 && (f.w[2] & 0xff) != 0xff;
}
BY_HAND bool is_strict(const Frame& f, const Frame&, ServiceCallRequest*) {
    return (f.w[0] & fixed_mask) == 0 && (f.w[0] & interface_mask) != interface_mask &&
           (join(f.w[1], f.w[2]) != ~0ull || f.w[3] == 0);
}
BY_HAND bool is_strict(const Frame& f, const Frame& r, ServiceCallResponse*) {
    return ((f.w[0] & fixed_mask) | ((f.w[0] ^ r.w[0]) & named_mask)) == 0 &&
           (f.w[0] & interface_mask) != interface_mask;
}

#undef BY_HAND

} // namespace by_hand

#endif // TSRPC_CODEC_BENCH_BY_HAND_HPP
