// SPDX-License-Identifier: BSD-3-Clause
#include "files.hpp"
#include "types.hpp"

#include "tsrpc/codec/value.hpp"
#include "tsrpc/services.hpp"

#include <fmt/format.h>

#include <iterator>

namespace tsrpc::rust {
namespace {

/// A value of an enum: its name and what its documentation says.
struct Named {
    std::string name;
    std::string doc;
};

std::string enumeration(std::string_view type, std::string_view doc, const std::vector<Named>& values) {
    std::string text = fmt::format("names! {{\n    /// {}\n    {} {{\n", doc, type);
    for (const Named& value : values) {
        fmt::format_to(std::back_inserter(text), "        /// {}\n        {} = \"{}\",\n", value.doc,
                       pascal(value.name), value.name);
    }
    return text + "    }\n}\n\n";
}

std::string registers() {
    std::vector<Named> values;
    for (size_t reg = 0; reg < register_count; ++reg) {
        values.push_back({name(static_cast<Register>(reg)), fmt::format("`Registers.0[{}]`.", reg)});
    }
    return enumeration("Register", "The argument registers that TS-RPC owns (ABI 1).", values);
}

std::string messages() {
    std::vector<Named> values;
    for (int message = 0; message <= static_cast<int>(Message::unknown); ++message) {
        const char* const text = name(static_cast<Message>(message));
        values.push_back(
            {text, static_cast<Message>(message) == Message::unknown
                       ? std::string{"A management opcode that this version does not define."}
                       : fmt::format("[`{0}Request`](crate::{0}Request) and its response.", pascal(text))});
    }
    return enumeration("Message", "The five operations (ABI 3).", values);
}

std::string directions() {
    return enumeration(
        "Direction", "Which way a message goes (ABI 1).",
        {{name(Direction::request), "From the caller to the endpoint."}, {name(Direction::response), "Back."}});
}

std::string rules() {
    return enumeration("Rule", "What the bits of a row of the ABI's tables must be.",
                       {{name(Rule::value), "The field's value."},
                        {name(Rule::fixed), "One constant."},
                        {name(Rule::mbz), "Zero: \"Reserved (MBZ)\" in the ABI document."},
                        {name(Rule::res), "Zero from a careful sender: \"Reserved\" with no MBZ, hence a SHOULD."},
                        {name(Rule::echo), "The same bits of the request."}});
}

/// What the documentation says of a field.
const char* doc(Field field) {
    switch (field) {
    case Field::opcode: return "The operation of a service (ABI 2).";
    case Field::interface_id: return "The interface id of a service: 0 to 0xfe (ABI 2).";
    case Field::flags: return "Flags, 0 in version 1 (ABI 2).";
    case Field::sap_rc: return "SAP_RC, 0 in version 1 (ABI 2).";
    case Field::sap_err: return "SAP_ERR, 0 in version 1 (ABI 2).";
    case Field::version: return "A version of the protocol: 1 and up (ABI 3).";
    case Field::memory_handle: return "FF-A's name of a region of shared memory (ABI 3).";
    case Field::memory_tag: return "FF-A's tag of a region of shared memory (ABI 3).";
    case Field::service_uuid: return "Which service (ABI 3 and 6).";
    case Field::request_length: return "Bytes of the shared memory that hold the request (ABI 3).";
    case Field::client_id: return "The client; the driver sends 0 (ABI 3).";
    case Field::rpc_status:
        return "What the endpoint says of the request's delivery (ABI 3). Open: any number is kept as it is.";
    case Field::service_status: return "The service's own status; means something after RPC SUCCESS (ABI 3).";
    case Field::response_length: return "Bytes of the shared memory that hold the response (ABI 3).";
    case Field::reserved: break;
    }
    return "Bits that no field has.";
}

std::string fields() {
    std::vector<Named> values;
    for (int field = 0; field <= static_cast<int>(Field::reserved); ++field) {
        values.push_back({name(static_cast<Field>(field)), doc(static_cast<Field>(field))});
    }
    return enumeration("Field", "The fields of all messages (ABI 2 and 3).", values);
}

/// The types of the fields that some message carries.
std::string types() {
    std::string text;
    for (int number = 0; number <= static_cast<int>(Field::reserved); ++number) {
        const FieldType type = field_type(static_cast<Field>(number));
        const int64_t never = excluded(type.field);
        if (type.width == 0 || type.kind == Kind::uuid) {
            continue;
        }
        const std::string macro = never == any ? "number" : never == 0 ? "number_but_zero" : "number_but";
        const std::string more = never == any ? ")"
                                 : never == 0 ? fmt::format(", core::num::NonZeroU{})", type.width)
                                              : fmt::format(") != 0x{:x}", never);
        fmt::format_to(std::back_inserter(text), "{}! {{\n    /// {}\n    {}({}{}\n}}\n\n", macro, doc(type.field),
                       type.name, type.number, more);
    }
    return text;
}

std::string statuses() {
    std::string constants, names;
    for (int32_t status = 0; const char* text = name(RpcStatus{status}); --status) {
        fmt::format_to(std::back_inserter(constants), "/// {0} (ABI 3).\npub const {0}: Self = Self({1});\n", text,
                       status);
        fmt::format_to(std::back_inserter(names), "Self::{0} => Some(\"{0}\"),\n", text);
    }
    return fmt::format(
        "impl RpcStatus {{\n{}\n"
        "/// The ABI's name of the status, or `None` if version 1 does not define it.\n#[must_use]\n"
        "pub const fn name(self) -> Option<&'static str> {{\nmatch self {{\n{}_ => None,\n}}\n}}\n}}\n\n",
        constants, names);
}

std::string constants() {
    const std::string handle = fmt::format("{}_{}", hex(static_cast<uint32_t>(TSRPC_INVALID_MEMORY_HANDLE >> 32)),
                                           hex(static_cast<uint32_t>(TSRPC_INVALID_MEMORY_HANDLE)).substr(2));
    return fmt::format("/// The protocol version of this ABI: what GET_VERSION answers (ABI 0).\n"
                       "pub const PROTOCOL_VERSION: ProtocolVersion = ProtocolVersion::literal({});\n\n"
                       "/// FF-A pages, the unit of shared memory, in bytes (ABI 4).\n"
                       "pub const PAGE_SIZE: u32 = {};\n\n"
                       "/// The FF-A UUID that every TS-RPC SP has (ABI 1).\n"
                       "pub const PROTOCOL_UUID: Uuid = Uuid::literal(\"{}\");\n\n"
                       "impl MemoryHandle {{\n/// The handle of a call without shared memory, a doorbell (ABI 3).\n"
                       "pub const NO_MEMORY: Self = Self({});\n}}\n\n",
                       TSRPC_PROTOCOL_VERSION, TSRPC_PAGE_SIZE, TSRPC_PROTOCOL_UUID, handle);
}

std::string services() {
    std::string text = "/// The UUIDs of well-known services (ABI 6).\npub mod services {\nuse crate::Uuid;\n";
    for (const WellKnownService& service : well_known_services) {
        fmt::format_to(std::back_inserter(text), "\n/// {}.\npub const {}: Uuid = Uuid::literal(\"{}\");\n",
                       service.name, upper(service.name), service.uuid);
    }
    return text + "}\n";
}

} // namespace

std::string abi_file() {
    return file_head("abi/include/tsrpc", "The names, types and constants of the ABI.") +
           "use crate::uuid::Uuid;\nuse crate::value::{names, number, number_but, number_but_zero};\n\n" + registers() +
           directions() + messages() + rules() + fields() + types() + statuses() + constants() + services();
}

} // namespace tsrpc::rust
