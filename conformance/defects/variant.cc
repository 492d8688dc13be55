// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/defects/variant.hpp"

#include "conformance/reference/endpoint.hpp"
#include "conformance/reference/services.hpp"

#include <algorithm>
#include <map>

namespace tsrpc::conformance {
namespace {

const Variant* chosen = nullptr;

/// One endpoint for all callers, or one for each.
class VariantSp {
  public:
    explicit VariantSp(const tsrpc_spmc& spmc) : spmc_(spmc), services_(chosen->services) {
        static uint8_t boots = 0;
        boots = chosen->moves_interface_ids ? static_cast<uint8_t>((boots + 5) % 0x80) : uint8_t{0};
        for (Service& service : services_) {
            service.interface_id = InterfaceId{static_cast<uint8_t>(service.interface_id.value() + boots)};
        }
    }

    Endpoint& endpoint(uint16_t caller) {
        const uint16_t key = chosen->slots_for_each_caller ? caller : uint16_t{0};
        return endpoints_.try_emplace(key, spmc_, services_, chosen->slots).first->second;
    }

  private:
    const tsrpc_spmc& spmc_;
    std::vector<Service> services_;
    std::map<uint16_t, Endpoint> endpoints_;
};

void direct_request(void* sp, uint16_t sender_id, const uint32_t request_words[5], uint32_t response_words[5]) {
    const Registers request = Registers::from(request_words);
    Registers response = {};
    if (!chosen->instead || !chosen->instead(request, response)) {
        response = static_cast<VariantSp*>(sp)->endpoint(sender_id).direct_request(EndpointId{sender_id}, request);
    }
    if (chosen->after) {
        chosen->after(request, response);
    }
    std::ranges::copy(response.words, response_words);
}

Service with_id(size_t reference_index, uint8_t id) {
    Service service = reference_services()[reference_index];
    service.interface_id = InterfaceId{id};
    return service;
}

/// A service that the suite does not know, and that takes whatever it is told.
ServiceResult serve_anything(const ServiceCall& call) {
    return {RpcStatus::success, ServiceStatus{call.request.opcode.value()}, ResponseLength{0}};
}

constexpr Uuid stranger_uuid = {
    {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10}};

/// 200 of them, beside the test service and its twin.
std::vector<Service> crowd(const std::vector<Service>& services) {
    std::vector<Service> all = services;
    for (uint8_t i = 0; i < 200; ++i) {
        Uuid uuid = stranger_uuid;
        uuid.bytes[0] = i;
        all.push_back({uuid, InterfaceId{static_cast<uint8_t>(0x20 + i)}, serve_anything});
    }
    return all;
}

bool has_reserved_bits(const Registers& request) {
    return std::ranges::any_of(inspect_request(request).violations, [](const Violation& violation) {
        return violation.rule == Rule::mbz || (violation.rule == Rule::fixed && violation.field != Field::opcode);
    });
}

} // namespace

std::vector<Variant> all_variants() {
    const std::vector<Service> both = {with_id(0, 0), with_id(1, 1)};
    const Service stranger = {stranger_uuid, InterfaceId{0x20}, serve_anything};
    return {
        {.name = "interface ids from 0, dense", .services = both},
        {.name = "interface ids at the end", .services = {with_id(1, 0xfe), with_id(0, 0xfd)}},
        {.name = "one service", .services = {with_id(0, 0x80)}},
        {.name = "no service that the suite knows", .services = {with_id(2, 0x33)}},
        {.name = "services that the suite does not know beside the test service",
         .services = {with_id(0, 7), with_id(1, 9), stranger}},
        {.name = "200 services that the suite does not know, and that take any opcode", .services = crowd(both)},
        {.name = "interface ids of each boot anew", .services = both, .moves_interface_ids = true},
        {.name = "one slot", .services = both, .slots = 1},
        {.name = "two slots", .services = both, .slots = 2},
        {.name = "two slots for each caller", .services = both, .slots = 2, .slots_for_each_caller = true},
        {.name = "more slots than the suite asks for", .services = both, .slots = 1000},
        {.name = "echo of the whole control word, as the reference endpoint of Trusted Services has it",
         .services = both,
         .after = [](const Registers& request, Registers& response) { response.words[W3] = request[W3]; }},
        {.name = "refusal of reserved bits, flags and SAP bits",
         .services = both,
         .instead =
             [](const Registers& request, Registers& response) {
                 response = reject(request, RpcStatus::invalid_request_body);
                 return has_reserved_bits(request);
             }},
    };
}

const tsrpc_sp_plugin& variant_sp_plugin(const Variant& variant) {
    static constexpr tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "variant",
                                               [](const tsrpc_spmc* spmc) -> void* { return new VariantSp(*spmc); },
                                               [](void* sp) { delete static_cast<VariantSp*>(sp); }, direct_request};
    chosen = &variant;
    return plugin;
}

} // namespace tsrpc::conformance
