// SPDX-License-Identifier: BSD-3-Clause
//
// Exports two things more than the C codec's: `value_FIELD` makes a value from a number, and `take_MESSAGE` takes the
// message out of an `Unpacked` without a test.
#include "functions.h"

#include "tsrpc/codec.hpp"

using tsrpc::Registers;

namespace {

void list(const tsrpc::Violations& violations, proof_listing* out) {
    out->size = static_cast<uint32_t>(violations.size());
    for (size_t i = 0; i < 10; ++i) {
        if (i < violations.size()) {
            out->items[i].field = static_cast<uint32_t>(violations[i].field);
            out->items[i].reg = static_cast<uint32_t>(violations[i].reg);
            out->items[i].rule = static_cast<uint32_t>(violations[i].rule);
            out->items[i].bits = violations[i].bits;
        }
    }
    out->valid = violations.valid();
}

void describe(const tsrpc::Inspection& inspection, proof_listing* out) {
    list(inspection.violations, out);
    out->message = static_cast<uint32_t>(inspection.message);
    out->direction = static_cast<uint32_t>(inspection.direction);
}

} // namespace

extern "C" {

#define PROOF_REQUEST(type) tsrpc::unpack<tsrpc::type>(*words)
#define PROOF_RESPONSE(type) tsrpc::unpack<tsrpc::type>(*words, tsrpc::AnswerTo{*request})

#define PROOF_OFFSET(type, name, member) extern const uint32_t offset_##name##_##member = offsetof(type, member);

#define PROOF_DEFINE(direction, name, type, fields)                                                                    \
    extern const uint32_t size_##name = sizeof(tsrpc::type);                                                           \
    fields(PROOF_OFFSET, tsrpc::type, name) void pack_##name(const tsrpc::type* message, Registers* words) {           \
        *words = tsrpc::pack(*message);                                                                                \
    }                                                                                                                  \
    int strict_##name(const Registers* words, const Registers* request, tsrpc::type* message) {                        \
        static_cast<void>(request);                                                                                    \
        if (const auto unpacked = PROOF_##direction(type)) {                                                           \
            *message = *unpacked;                                                                                      \
            return 1;                                                                                                  \
        }                                                                                                              \
        return 0;                                                                                                      \
    }                                                                                                                  \
    int lenient_##name(const Registers* words, tsrpc::type* message) {                                                 \
        if (const auto unpacked = tsrpc::unpack_lenient<tsrpc::type>(*words)) {                                        \
            *message = *unpacked;                                                                                      \
            return 1;                                                                                                  \
        }                                                                                                              \
        return 0;                                                                                                      \
    }                                                                                                                  \
    void take_##name(const Registers* words, const Registers* request, tsrpc::type* message) {                         \
        static_cast<void>(request);                                                                                    \
        *message = *PROOF_##direction(type);                                                                           \
    }                                                                                                                  \
    void check_##name(const Registers* words, const Registers* request, proof_listing* out) {                          \
        static_cast<void>(request);                                                                                    \
        list(PROOF_##direction(type).violations(), out);                                                               \
    }

PROOF_EACH_MESSAGE(PROOF_DEFINE)

void pack_get_version_request(Registers* words) { *words = tsrpc::pack(tsrpc::GetVersionRequest{}); }
int strict_get_version_request(const Registers* words) {
    return static_cast<bool>(tsrpc::unpack<tsrpc::GetVersionRequest>(*words));
}
int lenient_get_version_request(const Registers* words) {
    return static_cast<bool>(tsrpc::unpack_lenient<tsrpc::GetVersionRequest>(*words));
}
void check_get_version_request(const Registers* words, const Registers*, proof_listing* out) {
    list(tsrpc::unpack<tsrpc::GetVersionRequest>(*words).violations(), out);
}

void inspect_request(const Registers* words, proof_listing* out) { describe(tsrpc::inspect_request(*words), out); }
void inspect_response(const Registers* words, const Registers* request, proof_listing* out) {
    describe(tsrpc::inspect_response(*words, *request), out);
}

void reject(const Registers* request, int32_t rpc_status, Registers* words) {
    *words = tsrpc::reject(*request, tsrpc::RpcStatus{rpc_status});
}

#define PROOF_VALUE(name, type, number)                                                                                \
    void value_##name(number value, tsrpc::type* out) { *out = tsrpc::type{value}; }
PROOF_VALUE(version, ProtocolVersion, uint32_t)
PROOF_VALUE(interface_id, InterfaceId, uint8_t)
PROOF_VALUE(opcode, Opcode, uint16_t)
PROOF_VALUE(memory_handle, MemoryHandle, uint64_t)
PROOF_VALUE(memory_tag, MemoryTag, uint64_t)
PROOF_VALUE(request_length, RequestLength, uint32_t)
PROOF_VALUE(response_length, ResponseLength, uint32_t)
PROOF_VALUE(client_id, ClientId, uint32_t)
PROOF_VALUE(service_status, ServiceStatus, uint32_t)

int parse_uuid(const char* text, uint64_t length, tsrpc::Uuid* uuid) {
    const tsrpc::ParsedUuid parsed = tsrpc::parse_uuid(text, length);
    *uuid = parsed.uuid;
    return parsed.ok;
}
void uuid_text(const tsrpc::Uuid* uuid, tsrpc::UuidText* text) { *text = tsrpc::to_text(*uuid); }

} // extern "C"
