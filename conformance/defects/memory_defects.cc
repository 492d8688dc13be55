// SPDX-License-Identifier: BSD-3-Clause
//
// Defects of RETRIEVE_MEM and RELINQ_MEM.
#include "conformance/defects/helpers.hpp"

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

namespace tsrpc::conformance {
namespace {

bool is_retrieve(const DefectiveSp& sp) { return sp.is(Message::retrieve_mem); }
bool is_relinquish(const DefectiveSp& sp) { return sp.is(Message::relinquish_mem); }

std::optional<uint64_t> handle_in_slot(const DefectiveSp& sp, uint8_t slot) {
    const auto used = std::ranges::find_if(sp.slots, [slot](const auto& entry) { return entry.second == slot; });
    return used == sp.slots.end() ? std::nullopt : std::optional(used->first);
}

const Defect defects[] = {
    {.name = "retrieves one page at most",
     .test = "memory.several_pages",
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             if (result == 0 && *size > TSRPC_PAGE_SIZE) {
                 sp.relinquish(handle);
                 return TSRPC_FFA_NO_MEMORY;
             }
             return result;
         }},
    {.name = "retrieves twice at the SPMC",
     .test = "memory.retrieve",
     .needs = Needs::spmc_events,
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             void* again = nullptr;
             sp.retrieve(sender, handle, tag, &again, size);
             return result;
         }},
    {.name = "retrieves with half the handle",
     .test = "memory.retrieve_handle",
     .retrieve = [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base,
                    uint64_t* size) { return sp.retrieve(sender, static_cast<uint32_t>(handle), tag, base, size); }},
    {.name = "retrieves with the halves of the handle swapped",
     .test = "memory.retrieve_handle",
     .retrieve = [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base,
                    uint64_t* size) { return sp.retrieve(sender, handle << 32 | handle >> 32, tag, base, size); }},
    {.name = "takes two handles for the invalid one",
     .test = "memory.retrieve_handle",
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             return handle == TSRPC_INVALID_MEMORY_HANDLE - 1 ? TSRPC_FFA_INVALID_PARAMETERS
                                                              : sp.retrieve(sender, handle, tag, base, size);
         }},
    {.name = "retrieves with half the tag",
     .test = "memory.retrieve_tag",
     .retrieve = [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base,
                    uint64_t* size) { return sp.retrieve(sender, handle, static_cast<uint32_t>(tag), base, size); }},
    {.name = "retrieves with tag 0, as the driver sends it",
     .test = "memory.retrieve_tag",
     .retrieve = [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t, void** base,
                    uint64_t* size) { return sp.retrieve(sender, handle, 0, base, size); }},
    {.name = "retrieves in the name of one caller",
     .test = "memory.retrieve_sender",
     .retrieve = [](DefectiveSp& sp, uint16_t, uint64_t handle, uint64_t tag, void** base,
                    uint64_t* size) { return sp.retrieve(1, handle, tag, base, size); }},
    {.name = "retrieves nothing for other SPs with even ids",
     .test = "memory.retrieve_sender",
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             return sender >= 0x8000 && sender % 2 == 0 ? TSRPC_FFA_DENIED
                                                        : sp.retrieve(sender, handle, tag, base, size);
         }},
    {.name = "leaves the handle in RETRIEVE_MEM's response",
     .test = "memory.retrieve_reserved_zero",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W5] = is_retrieve(sp) ? sp.request[W5] : r[W5]; }},
    {.name = "leaves garbage in a refused RETRIEVE_MEM's response",
     .test = "memory.retrieve_reserved_zero",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W7] |= is_retrieve(sp) && !succeeded(r) ? 1u : 0; }},
    {.name = "forgets to relinquish at the SPMC",
     .test = "memory.relinquish",
     .needs = Needs::spmc_events,
     .relinquish = [](DefectiveSp&, uint64_t) { return 0; }},
    {.name = "relinquishes twice at the SPMC",
     .test = "memory.relinquish",
     .needs = Needs::spmc_events,
     .relinquish =
         [](DefectiveSp& sp, uint64_t handle) {
             const int32_t result = sp.relinquish(handle);
             sp.relinquish(handle);
             return result;
         }},
    {.name = "relinquishes with half the handle",
     .test = "memory.relinquish_handle",
     .relinquish = [](DefectiveSp& sp, uint64_t handle) { return sp.relinquish(static_cast<uint32_t>(handle)); }},
    {.name = "leaves garbage in RELINQ_MEM's response",
     .test = "memory.relinquish_reserved_zero",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W6] |= is_relinquish(sp) ? 0x5au : 0; }},
    {.name = "relinquishes after each call",
     .test = "memory.held_until_relinquished",
     .after =
         [](DefectiveSp& sp, Registers&) {
             if (sp.is(Message::service_call) && sp.region() != nullptr) {
                 sp.relinquish(sp.handle());
             }
         }},
    {.name = "clears memory that it retrieves",
     .test = "memory.contents_kept",
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             if (result == 0) {
                 std::memset(*base, 0, *size);
             }
             return result;
         }},
    {.name = "marks the end of memory that it relinquishes",
     .test = "memory.contents_kept",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers&) {
             if (is_relinquish(sp) && sp.region() != nullptr) {
                 sp.region()->base[sp.region()->size - 1] = 0x7e;
             }
         }},
    {.name = "retrieves a handle once and never again",
     .test = "memory.retrieve_again",
     .needs = Needs::chosen_handles,
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             return sp.handles.insert(handle).second ? sp.retrieve(sender, handle, tag, base, size) : TSRPC_FFA_DENIED;
         }},
    {.name = "remembers the size that a handle had first",
     .test = "memory.retrieve_again",
     .needs = Needs::chosen_handles,
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             if (result == 0 && sender == 1) {
                 const auto pages = static_cast<uint8_t>(*size / TSRPC_PAGE_SIZE);
                 const uint64_t first = sp.interfaces.emplace(handle, pages).first->second;
                 *size = std::min(*size, first * TSRPC_PAGE_SIZE);
             }
             return result;
         }},
    {.name = "binds memory to the service that uses it first",
     .test = "memory.not_of_a_service",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.region() != nullptr && sp.is(Message::service_call) &&
                 sp.interfaces.emplace(sp.handle(), sp.interface_id()).first->second != sp.interface_id()) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},

    {.name = "hides that the SPMC refuses to retrieve",
     .test = "memory.refused_retrieve",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W4] = is_retrieve(sp) && sp.refused ? 0u : r[W4]; }},
    {.name = "takes BUSY and RETRY of the SPMC for success",
     .test = "memory.refused_retrieve",
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             return result == TSRPC_FFA_BUSY || result == TSRPC_FFA_RETRY ? 0 : result;
         }},
    {.name = "calls a refused retrieve internal",
     .test = "memory.refused_retrieve_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             replace_status(sp, Message::retrieve_mem, r, RpcStatus::transport_layer, RpcStatus::internal);
         }},
    {.name = "leaks a slot if the SPMC refuses to retrieve",
     .test = "memory.refused_retrieve_takes_no_slot",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_retrieve(sp) && sp.refused && succeeded(r)) {
                 answer(sp, r, RpcStatus::transport_layer);
             }
         },
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             *size = 0;
             sp.retrieve(sender, handle, tag, base, size);
             return 0;
         }},
    {.name = "hides that the SPMC is busy when it retrieves again",
     .test = "memory.refused_retrieve",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (std::exchange(sp.tripped, false)) {
                 answer(sp, r, RpcStatus::success);
             }
         },
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             sp.tripped = result == TSRPC_FFA_BUSY && sp.regions.contains(handle);
             return result;
         }},
    {.name = "loses its last region if the SPMC refuses to relinquish it",
     .test = "memory.refused_relinquish_keeps",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_relinquish(sp) && sp.refused && sp.regions.size() == 16 && sp.handle() == sp.last_handle) {
                 sp.handles.insert(sp.handle());
             }
             if (is_retrieve(sp) && succeeded(r) && sp.regions.size() == 16) {
                 sp.last_handle = sp.handle();
             }
             if (sp.is(Message::service_call) && sp.handles.contains(sp.handle())) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},
    {.name = "hides that the SPMC refuses to relinquish",
     .test = "memory.refused_relinquish",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W4] = is_relinquish(sp) && sp.refused ? 0u : r[W4]; }},
    {.name = "calls a refused relinquish internal",
     .test = "memory.refused_relinquish_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             replace_status(sp, Message::relinquish_mem, r, RpcStatus::transport_layer, RpcStatus::internal);
         }},
    {.name = "forgets memory whose relinquish is refused",
     .test = "memory.refused_relinquish_keeps",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_relinquish(sp) && sp.refused) {
                 answer(sp, r, RpcStatus::transport_layer);
             }
         },
     .relinquish =
         [](DefectiveSp& sp, uint64_t handle) {
             sp.relinquish(handle);
             return 0;
         }},

    {.name = "empties memory whose relinquish is refused",
     .test = "memory.refused_relinquish_keeps",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.last_handle = is_relinquish(sp) && sp.refused ? sp.handle() : sp.last_handle;
             if (sp.is(Message::service_call) && sp.handle() == sp.last_handle && sp.request[W6] > 0) {
                 answer(sp, r, RpcStatus::invalid_value);
             }
         }},
    {.name = "hides memory whose relinquish is refused from the twin",
     .test = "memory.refused_relinquish_keeps",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.last_handle = is_relinquish(sp) && sp.refused ? sp.handle() : sp.last_handle;
             if (is_call(sp) && sp.interface_id() == twin_id && sp.handle() == sp.last_handle) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},
    {.name = "keeps one page of memory whose relinquish is refused",
     .test = "memory.refused_relinquish_keeps",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.last_handle = is_relinquish(sp) && sp.refused ? sp.handle() : sp.last_handle;
             if (sp.is(Message::service_call) && sp.handle() == sp.last_handle && sp.request[W6] > TSRPC_PAGE_SIZE) {
                 answer(sp, r, RpcStatus::invalid_value);
             }
         }},
    {.name = "relinquishes what it has not",
     .test = "memory.relinquish_unknown",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_relinquish(sp) && r[W4] == raw(RpcStatus::not_found)) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "asks the SPMC to relinquish what it has not",
     .test = "memory.relinquish_unknown",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_relinquish(sp) && r[W4] == raw(RpcStatus::not_found)) {
                 sp.relinquish(sp.handle());
             }
         }},
    {.name = "calls an unknown handle an invalid value at RELINQ_MEM",
     .test = "memory.relinquish_unknown_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             replace_status(sp, Message::relinquish_mem, r, RpcStatus::not_found, RpcStatus::invalid_value);
         }},
    {.name = "relinquishes twice",
     .test = "memory.relinquish_twice",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (!is_relinquish(sp)) {
                 return;
             }
             if (succeeded(r)) {
                 sp.last_handle = sp.handle();
             } else if (sp.last_handle != 0 && sp.last_handle == sp.handle()) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "frees a slot twice that two regions then share",
     .test = "memory.relinquish_twice",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_relinquish(sp)) {
                 sp.tripped = sp.tripped || (!succeeded(r) && sp.handle() == sp.last_handle);
                 sp.last_handle = succeeded(r) ? sp.handle() : sp.last_handle;
             }
             if (is_retrieve(sp) && succeeded(r) && sp.tripped) {
                 sp.handles.insert(sp.count++ == 0 ? sp.handle() : 0); // the next one takes its slot
             }
             if (is_relinquish(sp) && sp.handles.contains(sp.handle())) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},
    {.name = "stops at the first free slot when it gives memory back at its end",
     .test = "memory.relinquished_at_end",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_relinquish(sp) && succeeded(r)) {
                 sp.slots.erase(sp.handle());
             } else if (is_retrieve(sp) && succeeded(r)) {
                 uint8_t free = 0;
                 while (handle_in_slot(sp, free)) {
                     ++free;
                 }
                 sp.slots[sp.handle()] = free;
             }
         },
     .end =
         [](DefectiveSp& sp) {
             for (uint8_t slot = 0; const auto handle = handle_in_slot(sp, slot); ++slot) {
                 sp.relinquish(*handle);
             }
         }},
    {.name = "relinquishes by the low half of the handle",
     .test = "memory.relinquish_single_bit",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             for (const auto& [handle, region] : sp.regions) {
                 if (is_relinquish(sp) && static_cast<uint32_t>(handle) == request[W4]) {
                     request.words[W5] = static_cast<uint32_t>(handle >> 32);
                 }
             }
         }},
};

} // namespace

std::span<const Defect> memory_defects() { return defects; }

} // namespace tsrpc::conformance
