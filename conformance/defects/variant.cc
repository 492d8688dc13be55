// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/defects/variant.hpp"

#include "conformance/reference/endpoint.hpp"
#include "conformance/reference/services.hpp"

#include <algorithm>
#include <map>

namespace tsrpc::conformance {
namespace {

const Variant* chosen = nullptr;

/// One endpoint for all callers, or one for each, and what stands between it and the SPMC.
class VariantSp {
  public:
    explicit VariantSp(const tsrpc_spmc& spmc)
        : spmc_(spmc), inner_{
                           spmc.abi_version, spmc.own_id, this,
                           [](void* ctx, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
                               return static_cast<VariantSp*>(ctx)->retrieve(sender, handle, tag, base, size);
                           },
                           [](void* ctx, uint64_t handle) { return static_cast<VariantSp*>(ctx)->relinquish(handle); }},
          services_(chosen->services) {
        static uint8_t boots = 0;
        boots = chosen->moves_interface_ids ? static_cast<uint8_t>((boots + 5) % 0x80) : uint8_t{0};
        for (Service& service : services_) {
            service.interface_id = InterfaceId{static_cast<uint8_t>(service.interface_id.value() + boots)};
        }
    }
    VariantSp(const VariantSp&) = delete;
    VariantSp& operator=(const VariantSp&) = delete;
    ~VariantSp() {
        while (chosen->relinquishes_at_end && !regions_.empty() && relinquish(regions_.begin()->first) == 0) {
        }
    }

    Registers direct_request(uint16_t sender, const Registers& request) {
        if (chosen->counts_retrieves && is_counted(sender, request)) {
            return classify(request) == Message::retrieve_mem ? pack(RetrieveMemResponse{RpcStatus::success})
                                                              : pack(RelinquishMemResponse{RpcStatus::success});
        }
        const uint16_t key = chosen->slots_for_each_caller ? sender : uint16_t{0};
        Endpoint& endpoint = endpoints_.try_emplace(key, inner_, services_, chosen->slots).first->second;
        return endpoint.direct_request(EndpointId{sender}, request);
    }

  private:
    struct Region {
        uint16_t owner;
        uint8_t* base;
        uint64_t size;
        unsigned count;
    };

    int32_t retrieve(uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
        const int32_t result = spmc_.mem_retrieve(spmc_.ctx, sender, handle, tag, base, size);
        if (result != 0) {
            return result;
        }
        uint64_t pages = *size / TSRPC_PAGE_SIZE;
        if (pages > chosen->pages_of_region) {
            spmc_.mem_relinquish(spmc_.ctx, handle);
            return TSRPC_FFA_NO_MEMORY;
        }
        for (const auto& [other, region] : regions_) {
            pages += region.size / TSRPC_PAGE_SIZE;
        }
        if (pages > chosen->pages) {
            spmc_.mem_relinquish(spmc_.ctx, handle);
            return TSRPC_FFA_NO_MEMORY;
        }
        regions_[handle] = {sender, static_cast<uint8_t*>(*base), *size, 1};
        return 0;
    }

    int32_t relinquish(uint64_t handle) {
        const Region region = regions_[handle];
        if (chosen->scrubs) {
            std::fill_n(region.base, region.size, uint8_t{0});
        }
        const int32_t result = spmc_.mem_relinquish(spmc_.ctx, handle);
        if (result == 0) {
            regions_.erase(handle);
        }
        return result;
    }

    /// A second retrieve, or the relinquish for it, of the region's owner.
    bool is_counted(uint16_t sender, const Registers& request) {
        const auto region = regions_.find(field_value(layouts::retrieve_mem_request, Field::memory_handle, request));
        if (region == regions_.end() || region->second.owner != sender) {
            return false;
        }
        if (classify(request) == Message::retrieve_mem) {
            ++region->second.count;
            return true;
        }
        return classify(request) == Message::relinquish_mem && region->second.count > 1 && region->second.count-- > 1;
    }

    const tsrpc_spmc& spmc_;
    tsrpc_spmc inner_;
    std::vector<Service> services_;
    std::map<uint64_t, Region> regions_;
    std::map<uint16_t, Endpoint> endpoints_;
};

void direct_request(void* sp, uint16_t sender_id, const uint32_t request_words[5], uint32_t response_words[5]) {
    const Registers request = Registers::from(request_words);
    Registers response = {};
    if (!chosen->instead || !chosen->instead(request, response)) {
        response = static_cast<VariantSp*>(sp)->direct_request(sender_id, request);
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

/// One that takes nothing.
ServiceResult refuse_anything(const ServiceCall&) {
    return {RpcStatus::invalid_request_body, ServiceStatus{0}, ResponseLength{0}};
}

constexpr Uuid stranger_uuid = {
    {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10}};
constexpr Uuid refused_uuid = {{0x11, 0x12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};

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

/// 253 of them: with these two services every interface id is one's.
std::vector<Service> full_house() {
    std::vector<Service> all = {with_id(0, 0), with_id(1, 1)};
    for (unsigned id = 2; id < TSRPC_MANAGEMENT_INTERFACE_ID; ++id) {
        Uuid uuid = stranger_uuid;
        uuid.bytes[0] = static_cast<uint8_t>(id);
        all.push_back({uuid, InterfaceId{static_cast<uint8_t>(id)}, serve_anything});
    }
    return all;
}

/// RESOURCE_FAILURE in place of another status of RETRIEVE_MEM.
template <RpcStatus From>
void fail_for_resources(const Registers& request, Registers& response) {
    if (classify(request) == Message::retrieve_mem && response[W4] == static_cast<uint32_t>(From)) {
        response.words[W4] = static_cast<uint32_t>(RpcStatus::resource_failure);
    }
}

} // namespace

std::vector<Variant> all_variants() {
    const std::vector<Service> both = {with_id(0, 0), with_id(1, 1)};
    const Service stranger = {stranger_uuid, InterfaceId{0x20}, serve_anything};
    const Service refuser = {refused_uuid, InterfaceId{0x21}, refuse_anything};
    const std::set<std::string_view> needs_two_slots = {"call.both_handle_halves", "isolation.interleaved",
                                                        "isolation.separate_release", "memory.relinquished_at_end"};
    return {
        {.name = "interface ids from 0, dense", .services = both},
        {.name = "interface ids at the end", .services = {with_id(1, 0xfe), with_id(0, 0xfd)}},
        {.name = "one service", .services = {with_id(0, 0x80)}, .skips = {"memory.not_of_a_service"}},
        {.name = "no service that the suite knows",
         .services = {with_id(2, 0x33)},
         .skips = {"service_info.*", "memory.not_of_a_service", "call.*", "isolation.*", "exhaustion.others_unharmed",
                   "endurance.calls"}},
        {.name = "services that the suite does not know beside the test service",
         .services = {with_id(0, 7), with_id(1, 9), stranger, refuser}},
        {.name = "200 services that the suite does not know, and that take any opcode", .services = crowd(both)},
        {.name = "a service for every interface id", .services = full_house()},
        {.name = "interface ids of each boot anew", .services = both, .moves_interface_ids = true},
        {.name = "one slot", .services = both, .slots = 1, .skips = needs_two_slots},
        {.name = "one slot, and RESOURCE_FAILURE beyond",
         .services = both,
         .slots = 1,
         .after = fail_for_resources<RpcStatus::not_found>,
         .skips = needs_two_slots,
         .warns = {"exhaustion.status", "robustness.*"}},
        {.name = "two slots", .services = both, .slots = 2, .skips = {"isolation.separate_release"}},
        {.name = "two slots for each caller", .services = both, .slots = 2, .slots_for_each_caller = true},
        {.name = "one region of each caller",
         .services = both,
         .slots = 1,
         .slots_for_each_caller = true,
         .skips = {"call.both_handle_halves", "isolation.separate_release", "memory.relinquished_at_end"}},
        {.name = "more slots than the suite asks for",
         .services = both,
         .slots = 1000,
         .skips = {"exhaustion.refused_cleanly", "exhaustion.status"}},
        {.name = "regions of one page only",
         .services = both,
         .pages_of_region = 1,
         .skips = {"call.own_size", "call.large_memory"},
         .warns = {"memory.several_pages"}},
        {.name = "regions of two pages at most", .services = both, .pages_of_region = 2},
        {.name = "20 pages in all", .services = both, .pages = 20},
        {.name = "four pages in all", .services = both, .pages = 4, .warns = {"exhaustion.status", "robustness.*"}},
        {.name = "doorbells only",
         .services = both,
         .pages_of_region = 0,
         .skips = {"memory.*", "call.*", "isolation.*", "exhaustion.*", "endurance.*"},
         .fails = {"memory.retrieve"}},
        {.name = "counts second retrieves", .services = both, .counts_retrieves = true},
        {.name = "scrubs memory before it relinquishes it",
         .services = both,
         .scrubs = true,
         .warns = {"memory.contents_kept", "robustness.*"}},
        {.name = "relinquishes what is retrieved when it ends", .services = both, .relinquishes_at_end = true},
        {.name = "no echo to SAP bits, as the reference endpoint of Trusted Services with its routing extension",
         .services = both,
         .instead =
             [](const Registers& request, Registers& response) {
                 response = {{0xc0000000, static_cast<uint32_t>(TSRPC_FFA_DENIED), 0, 0, 0}};
                 return (request[W3] & (TSRPC_CONTROL_SAP_RC_MASK | TSRPC_CONTROL_SAP_ERR_MASK)) != 0;
             }},
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
