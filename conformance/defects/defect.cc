// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/defects/defect.hpp"

#include "conformance/reference/sp_plugin.hpp"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

const Defect* planted = nullptr;

constexpr uint32_t identity = TSRPC_CONTROL_INTERFACE_ID_MASK | TSRPC_CONTROL_OPCODE_MASK;

} // namespace

DefectiveSp::DefectiveSp(const Defect& defect, const tsrpc_spmc& spmc)
    : planted_(defect),
      spmc_(spmc), inner_spmc_{
                       spmc.abi_version,
                       spmc.own_id,
                       this,
                       [](void* ctx, uint16_t from, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
                           auto& sp = *static_cast<DefectiveSp*>(ctx);
                           // The reference may have been told of another sender.
                           from = sp.sender;
                           return sp.planted_.retrieve ? sp.planted_.retrieve(sp, from, handle, tag, base, size)
                                                       : sp.retrieve(from, handle, tag, base, size);
                       },
                       [](void* ctx, uint64_t handle) {
                           auto& sp = *static_cast<DefectiveSp*>(ctx);
                           return sp.planted_.relinquish ? sp.planted_.relinquish(sp, handle) : sp.relinquish(handle);
                       },
                   },
      reference_(reference_sp_plugin().create(&inner_spmc_)) {}

DefectiveSp::~DefectiveSp() {
    if (planted_.end) {
        planted_.end(*this);
    }
    reference_sp_plugin().destroy(reference_);
}

int32_t DefectiveSp::retrieve(uint16_t sender_id, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
    const int32_t result = spmc_.mem_retrieve(spmc_.ctx, sender_id, handle, tag, base, size);
    refused = refused || result != 0;
    if (result == 0) {
        regions[handle] = {sender_id, static_cast<uint8_t*>(*base), *size};
    }
    return result;
}

int32_t DefectiveSp::relinquish(uint64_t handle) {
    const int32_t result = spmc_.mem_relinquish(spmc_.ctx, handle);
    refused = refused || result != 0;
    if (result == 0) {
        regions.erase(handle);
    }
    return result;
}

const DefectiveSp::Region* DefectiveSp::region() const {
    const auto found = regions.find(handle());
    return found == regions.end() ? nullptr : &found->second;
}

void DefectiveSp::direct_request(uint16_t sender_id, const uint32_t* request_words, uint32_t* response_words) {
    sender = sender_id;
    request = Registers::from(request_words);
    refused = false;
    uint16_t told_sender = sender;
    Registers told = request;
    if (planted_.before) {
        planted_.before(*this, told_sender, told);
    }
    Registers response = {};
    reference_sp_plugin().direct_request(reference_, told_sender, told.words, response.words);
    if (told[W3] != request[W3]) { // the caller sees its own control word
        response.words[W3] = (response[W3] & ~identity) | (request[W3] & identity);
    }
    if (planted_.after) {
        planted_.after(*this, response);
    }
    std::ranges::copy(response.words, response_words);
}

std::vector<Defect> all_defects() {
    std::vector<Defect> defects;
    for (const std::span<const Defect> some :
         {management_defects(), memory_defects(), call_defects(), call_refusal_defects(), lasting_defects()}) {
        defects.insert(defects.end(), some.begin(), some.end());
    }
    return defects;
}

const tsrpc_sp_plugin& defective_sp_plugin(const Defect& defect) {
    static constexpr tsrpc_sp_plugin plugin = {
        TSRPC_PLUGIN_ABI_VERSION, "defective",
        [](const tsrpc_spmc* spmc) -> void* { return new DefectiveSp(*planted, *spmc); },
        [](void* sp) { delete static_cast<DefectiveSp*>(sp); },
        [](void* sp, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]) {
            static_cast<DefectiveSp*>(sp)->direct_request(sender_id, request, response);
        }};
    planted = &defect;
    return plugin;
}

} // namespace tsrpc::conformance
