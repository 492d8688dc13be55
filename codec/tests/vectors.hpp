// SPDX-License-Identifier: BSD-3-Clause
//
// Fields and violations as the golden vectors write them.
#ifndef TSRPC_CODEC_TESTS_VECTORS_HPP
#define TSRPC_CODEC_TESTS_VECTORS_HPP

#include "messages.hpp"
#include "printers.hpp"

#include <nlohmann/json.hpp>

#include <sstream>
#include <string>

namespace tsrpc::tests {

using nlohmann::json;

inline uint32_t to_word(const std::string& hex) { return static_cast<uint32_t>(std::stoul(hex, nullptr, 16)); }

inline Registers to_registers(const json& words) {
    Registers registers = {};
    for (size_t i = 0; i < register_count; ++i) {
        registers.words[i] = to_word(words.at(i).get<std::string>());
    }
    return registers;
}

inline std::string to_hex(uint64_t number, int digits) {
    std::ostringstream out;
    out << std::hex << std::setfill('0') << std::setw(digits) << number;
    return out.str();
}

/// A field as the vectors write it, from its bits.
inline json to_json(Field field, const Bits& bits) {
    switch (field) {
    case Field::service_uuid: return to_text(FromBits<Uuid>::from(bits)).text;
    case Field::memory_handle:
    case Field::memory_tag: return "0x" + to_hex(low_64(bits), 16);
    case Field::rpc_status: return static_cast<int32_t>(FromBits<RpcStatus>::from(bits));
    default: return low_64(bits);
    }
}

inline json to_json(const Fields& fields) {
    json out = json::object();
    for (const auto& [field, bits] : fields) {
        out[name(field)] = to_json(field, bits);
    }
    return out;
}

inline json to_json(const Violations& violations) {
    json out = json::array();
    for (const Violation& violation : violations) {
        out.push_back(
            {{"rule", name(violation.rule)}, {"register", name(violation.reg)}, {"bits", to_hex(violation.bits, 8)}});
    }
    return out;
}

/// The fields of a vector as a message type holds them: interface id 0xff, which means nothing in a SERVICE_INFO
/// response after an RPC error, reads as 0.
inline json held(const json& vector) {
    json fields = vector.at("fields");
    if (vector.at("message") == "service_info" && fields.value("rpc_status", 0) != 0 &&
        fields.at("interface_id") == 0xff) {
        fields["interface_id"] = 0;
    }
    return fields;
}

/// The values that no message type can hold keep a lenient receiver from reading, and nothing else does.
inline bool can_be_held(const json& fields) {
    return fields.value("interface_id", 0) != 0xff && fields.value("version", 1u) != 0;
}

} // namespace tsrpc::tests

#endif // TSRPC_CODEC_TESTS_VECTORS_HPP
