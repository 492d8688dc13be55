// SPDX-License-Identifier: BSD-3-Clause
#include "texts.hpp"

#include <fmt/format.h>

#include <sstream>

namespace tsrpc::generator {
namespace {

/// All values up to the last.
template <class Enum, class Doc>
Enumeration enumeration(std::string type, std::string doc, Enum last, Doc doc_of) {
    Enumeration out{std::move(type), std::move(doc), {}, name(static_cast<Enum>(static_cast<int>(last) + 1))};
    for (int value = 0; value <= static_cast<int>(last); ++value) {
        out.values.push_back({name(static_cast<Enum>(value)), doc_of(static_cast<Enum>(value))});
    }
    return out;
}

const char* doc(Rule rule) {
    switch (rule) {
    case Rule::value: return "The field's value.";
    case Rule::fixed: return "One constant.";
    case Rule::mbz: return "Zero: \"Reserved (MBZ)\" in the ABI document.";
    case Rule::res: return "Zero from a careful sender: \"Reserved\" with no MBZ, hence a SHOULD.";
    case Rule::echo: break;
    }
    return "The same bits of the request.";
}

} // namespace

std::string origin(std::string_view source) {
    return fmt::format("Generated from {}. After a change there: ./bazelw run //codec:update", source);
}

std::string doc(const Layout& layout, std::string_view no_memory) {
    const bool is_request = layout.direction == Direction::request;
    switch (layout.message) {
    case Message::get_version:
        return is_request ? "GET_VERSION request: has no fields." : "GET_VERSION response. It has no RPC status.";
    case Message::retrieve_mem:
        return is_request ? "RETRIEVE_MEM request: do FFA_MEM_RETRIEVE_REQ with this handle and tag."
                          : "RETRIEVE_MEM response: whether the endpoint has the memory now.";
    case Message::relinquish_mem:
        return is_request ? "RELINQ_MEM request: do FFA_MEM_RELINQUISH with this handle."
                          : "RELINQ_MEM response: whether the endpoint gave the memory up.";
    case Message::service_info:
        return is_request ? "SERVICE_INFO request: which interface id has the service?"
                          : "SERVICE_INFO response. The interface id means something only if the RPC status is "
                            "SUCCESS; send 0 otherwise (ABI 4).";
    case Message::service_call:
        return is_request ? fmt::format("A call to a service. A doorbell, a call without shared memory, has handle {} "
                                        "and request length 0.",
                                        no_memory)
                          : "The answer to a call: interface id and opcode are the request's. After an RPC error the "
                            "rest is 0 (ABI 4).";
    case Message::unknown: break;
    }
    return "";
}

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
    case Field::rpc_status: return "How the request's delivery went (ABI 3). Open: any number is kept as it is.";
    case Field::service_status: return "The service's own status; means something after RPC SUCCESS (ABI 3).";
    case Field::response_length: return "Bytes of the shared memory that hold the response (ABI 3).";
    case Field::reserved: break;
    }
    return "Bits that no field has.";
}

std::vector<Enumeration> enumerations() {
    return {
        enumeration("Register", "The argument registers that TS-RPC owns (ABI 1).", W7, [](Register) { return ""; }),
        enumeration("Direction", "Which way a message goes (ABI 1).", Direction::response,
                    [](Direction direction) {
                        return direction == Direction::request ? "From the caller to the endpoint." : "Back.";
                    }),
        enumeration("Message", "The five operations (ABI 3).", Message::unknown,
                    [](Message message) {
                        return message == Message::unknown ? "A management opcode that this version does not define."
                                                           : "";
                    }),
        enumeration("Rule", "What the bits of a row of the ABI's tables must be.", Rule::echo,
                    [](Rule rule) { return doc(rule); }),
        enumeration("Field", "The fields of all messages (ABI 2 and 3).", Field::reserved,
                    [](Field field) { return generator::doc(field); })};
}

std::string comment(std::string_view prefix, std::string_view text) {
    constexpr size_t width = 120;
    std::istringstream words{std::string{text}};
    std::string out, line{prefix};
    for (std::string word; words >> word;) {
        if (line.size() > prefix.size() && line.size() + 1 + word.size() > width) {
            out += line + "\n";
            line = prefix;
        }
        line += " " + word;
    }
    return out + line + "\n";
}

} // namespace tsrpc::generator
