// SPDX-License-Identifier: BSD-3-Clause
//
// Defects that need more than one request: several callers, full slots, long runs, strange words before.
#include "conformance/defects/helpers.hpp"

#include "tsrpc/test_service.h"

namespace tsrpc::conformance {
namespace {

bool is_foreign(const DefectiveSp& sp) { return sp.region() != nullptr && sp.region()->owner != sp.sender; }
bool is_retrieve(const DefectiveSp& sp) { return sp.is(Message::retrieve_mem); }

bool was_refused_for_want_of_a_slot(const DefectiveSp& sp, const Registers& response) {
    return is_retrieve(sp) && !succeeded(response) && !sp.refused && sp.regions.size() == 16;
}

/// Once something has happened, GET_VERSION answers 2.
void lose_version(DefectiveSp& sp, Registers& response, bool happened) {
    sp.tripped = sp.tripped || happened;
    response.words[W4] += sp.is(Message::get_version) && sp.tripped;
}

/// Refuses RETRIEVE_MEM after so many of what is counted.
void wear_out(DefectiveSp& sp, Registers& response, bool counted, unsigned limit) {
    sp.count += counted;
    if (sp.count > limit && is_retrieve(sp) && succeeded(response)) {
        sp.relinquish(sp.handle());
        answer(sp, response, RpcStatus::not_found);
    }
}

const Defect defects[] = {
    {.name = "serves every caller with any memory",
     .test = "isolation.foreign_call",
     .before = [](DefectiveSp& sp, uint16_t& sender,
                  Registers&) { sender = is_call(sp) && is_foreign(sp) ? sp.region()->owner : sender; }},
    {.name = "serves the caller that had the handle first",
     .test = "isolation.former_owner",
     .before =
         [](DefectiveSp& sp, uint16_t& sender, Registers&) {
             if (is_retrieve(sp) && sender == 1) {
                 sp.handles.insert(sp.handle());
             } else if (is_call(sp) && is_foreign(sp) && sender == 1 && sp.handles.contains(sp.handle())) {
                 sender = sp.region()->owner;
             }
         }},
    {.name = "serves a client id of all ones with any memory",
     .test = "isolation.foreign_call",
     .before =
         [](DefectiveSp& sp, uint16_t& sender, Registers& request) {
             if (is_call(sp) && is_foreign(sp) && request[W7] == ~0u) {
                 sender = sp.region()->owner;
             }
         }},
    {.name = "calls another caller's memory an invalid value",
     .test = "isolation.foreign_call_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_foreign(sp)) {
                 replace_status(sp, Message::service_call, r, RpcStatus::not_found, RpcStatus::invalid_value);
             }
         }},
    {.name = "forgets memory that another caller tries to retrieve",
     .test = "isolation.foreign_retrieve",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.last_handle = is_retrieve(sp) && is_foreign(sp) ? sp.handle() : sp.last_handle;
             if (sp.is(Message::relinquish_mem) && sp.last_handle == sp.handle() && succeeded(r)) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},
    {.name = "lets every caller relinquish any memory",
     .test = "isolation.foreign_relinquish",
     .before =
         [](DefectiveSp& sp, uint16_t& sender, Registers&) {
             sender = sp.is(Message::relinquish_mem) && is_foreign(sp) ? sp.region()->owner : sender;
         }},
    {.name = "relinquishes another caller's memory though it refuses to",
     .test = "isolation.foreign_relinquish",
     .after =
         [](DefectiveSp& sp, Registers&) {
             if (sp.is(Message::relinquish_mem) && is_foreign(sp)) {
                 sp.relinquish(sp.handle());
             }
         }},
    {.name = "calls the relinquishing of another caller's memory an invalid state",
     .test = "isolation.foreign_relinquish_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_foreign(sp)) {
                 replace_status(sp, Message::relinquish_mem, r, RpcStatus::not_found, RpcStatus::invalid_state);
             }
         }},
    {.name = "tells callers apart by 15 bits",
     .test = "isolation.sender_bits",
     .before =
         [](DefectiveSp& sp, uint16_t& sender, Registers&) {
             if (is_call(sp) && is_foreign(sp) && (sp.region()->owner ^ sender) == 0x8000) {
                 sender = sp.region()->owner;
             }
         }},
    {.name = "writes a caller's response to another's memory too",
     .test = "isolation.interleaved",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             for (const auto& [handle, region] : sp.regions) {
                 if (is_call(sp) && succeeded(r) && sp.region() != nullptr && handle != sp.handle()) {
                     region.base[0] = sp.region()->base[0];
                 }
             }
         }},
    {.name = "has room for the memory of four callers",
     .test = "isolation.many_callers",
     .before =
         [](DefectiveSp& sp, uint16_t& sender, Registers&) {
             if (is_call(sp) && is_foreign(sp) && sender > 4) {
                 sender = sp.region()->owner;
             }
         }},
    {.name = "forgets the memory of the first of 65 callers",
     .test = "isolation.many_callers",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_retrieve(sp) && succeeded(r) && sp.sender == 1) {
                 sp.last_handle = sp.handle();
                 sp.handles.clear();
             } else if (is_retrieve(sp) && succeeded(r)) {
                 sp.handles.insert(sp.sender);
             }
             if (is_call(sp) && sp.handle() == sp.last_handle && sp.handles.size() >= 64) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},
    {.name = "spoils a caller's memory when it relinquishes some",
     .test = "isolation.separate_release",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             for (const auto& [handle, region] : sp.regions) {
                 if (sp.is(Message::relinquish_mem) && succeeded(r) && region.owner == sp.sender) {
                     region.base[0] ^= 0x80;
                 }
             }
         }},
    {.name = "forgets all of a caller's memory when it relinquishes some",
     .test = "isolation.separate_release",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::relinquish_mem) && succeeded(r)) {
                 for (const auto& [handle, region] : sp.regions) {
                     sp.handles.insert(region.owner == sp.sender ? handle : 0);
                 }
             }
             if (is_call(sp) && sp.handles.contains(sp.handle())) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},

    {.name = "retrieves memory before it finds no slot",
     .test = "exhaustion.refused_cleanly",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_retrieve(sp) && r[W4] == raw(RpcStatus::not_found)) {
                 void* base = nullptr;
                 uint64_t size = 0;
                 sp.retrieve(sp.sender, sp.handle(), 0, &base, &size);
             }
         }},
    {.name = "takes more memory than it has slots for",
     .test = "exhaustion.refused_cleanly",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_retrieve(sp) && r[W4] == raw(RpcStatus::not_found) && ++sp.count == 10) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "keeps no size of memory that it had no slot for at first",
     .test = "exhaustion.refused_cleanly",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (was_refused_for_want_of_a_slot(sp, r)) {
                 sp.handles.insert(sp.handle());
             }
             if (is_call(sp) && sp.handles.contains(sp.handle()) && succeeded(r) && sp.request[W6] > 0) {
                 answer(sp, r, RpcStatus::invalid_value);
             }
         }},
    {.name = "lets the twin be called with memory that it had no slot for",
     .test = "exhaustion.refused_cleanly",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (was_refused_for_want_of_a_slot(sp, r)) {
                 sp.last_handle = sp.handle();
             }
             if (is_call(sp) && sp.interface_id() == twin_id && sp.handle() == sp.last_handle) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "lets every caller relinquish what it had no slot for at first",
     .test = "exhaustion.refused_cleanly",
     .before =
         [](DefectiveSp& sp, uint16_t& sender, Registers&) {
             if (sp.is(Message::relinquish_mem) && is_foreign(sp) && sp.handles.contains(sp.handle())) {
                 sender = sp.region()->owner;
             }
         },
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (was_refused_for_want_of_a_slot(sp, r)) {
                 sp.handles.insert(sp.handle());
             }
         }},
    {.name = "forgets the oldest of 16 regions for a new one",
     .test = "exhaustion.others_unharmed",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_retrieve(sp) && succeeded(r) && sp.regions.size() == 16) {
                 sp.last_handle = sp.regions.begin()->first;
             }
             if (is_call(sp) && sp.handle() == sp.last_handle && sp.regions.size() == 16) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},
    {.name = "calls full slots a resource failure",
     .test = "exhaustion.status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             replace_status(sp, Message::retrieve_mem, r, RpcStatus::not_found, RpcStatus::resource_failure);
         }},
    {.name = "needs a free slot for doorbells",
     .test = "exhaustion.others_unharmed",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is_doorbell() && sp.regions.size() >= 16) {
                 answer(sp, r, RpcStatus::resource_failure);
             }
         }},
    {.name = "needs a free slot for SERVICE_INFO",
     .test = "exhaustion.others_unharmed",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::service_info) && sp.regions.size() >= 16) {
                 answer(sp, r, RpcStatus::resource_failure);
             }
         }},
    {.name = "stays full once it was",
     .test = "exhaustion.recovery",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.tripped = sp.tripped || (is_retrieve(sp) && r[W4] == raw(RpcStatus::not_found));
             if (sp.tripped && is_retrieve(sp) && succeeded(r)) {
                 sp.relinquish(sp.handle());
                 answer(sp, r, RpcStatus::not_found);
             }
         }},

    {.name = "serves 5,000 calls",
     .test = "endurance.calls",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.count += is_call(sp);
             if (is_call(sp) && sp.count > 5000) {
                 answer(sp, r, RpcStatus::resource_failure);
             }
         }},
    {.name = "counts calls in 16 bits",
     .test = "endurance.calls",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.count += is_call(sp);
             if (is_call(sp) && sp.count % 0x10000 == 0) {
                 answer(sp, r, RpcStatus::internal);
             }
         }},
    {.name = "answers 5,000 times what services it has",
     .test = "endurance.calls",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.count += sp.is(Message::service_info);
             if (sp.is(Message::service_info) && sp.count > 5000) {
                 answer(sp, r, RpcStatus::resource_failure);
             }
         }},
    {.name = "changes requests of one length",
     .test = "endurance.calls",
     .after =
         [](DefectiveSp& sp, Registers&) {
             if (is_call(sp) && sp.region() != nullptr && sp.request[W6] == 777) {
                 sp.region()->base[3] ^= 1;
             }
         }},
    {.name = "retrieves memory 5,000 times",
     .test = "endurance.share_release",
     .after = [](DefectiveSp& sp, Registers& r) { wear_out(sp, r, is_retrieve(sp), 5000); }},
    {.name = "stands 5,000 errors",
     .test = "endurance.errors",
     .after = [](DefectiveSp& sp,
                 Registers& r) { wear_out(sp, r, !succeeded(r) && !sp.is(Message::get_version), 5000); }},

    {.name = "takes zero words for its own shutdown",
     .test = "robustness.zero_words",
     .after = [](DefectiveSp& sp, Registers& r) { lose_version(sp, r, sp.request == Registers{}); }},
    {.name = "takes all ones for its own shutdown",
     .test = "robustness.one_words",
     .after = [](DefectiveSp& sp, Registers& r) { lose_version(sp, r, sp.request[W7] == 0xffffffff); }},
    {.name = "has a debug call behind the SAP error bit",
     .test = "robustness.single_bits",
     .after = [](DefectiveSp& sp, Registers& r) { lose_version(sp, r, sp.request[W3] >> 31 != 0); }},
    {.name = "loses itself at large numbers",
     .test = "robustness.random_words",
     .after = [](DefectiveSp& sp,
                 Registers& r) { lose_version(sp, r, sp.request[W6] > 0xff && (sp.request[W7] & 0xff00) != 0); }},
    {.name = "leaves the last service status beside the version",
     .test = "robustness.successions",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp)) {
                 sp.count = r[W5];
             }
             r.words[W5] = sp.is(Message::get_version) ? sp.count : r[W5];
         }},
    {.name = "refuses the call after a foreign RELINQ_MEM",
     .test = "robustness.successions",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.tripped && succeeded(r)) {
                 answer(sp, r, RpcStatus::invalid_state);
             }
             sp.tripped = sp.is(Message::relinquish_mem) && is_foreign(sp);
         }},
    {.name = "refuses the twin's call after an error of the test service",
     .test = "robustness.successions",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.interface_id() == twin_id && sp.tripped && succeeded(r)) {
                 answer(sp, r, RpcStatus::invalid_state);
             }
             sp.tripped = is_call(sp) && sp.interface_id() == test_service_id && !succeeded(r);
         }},
    {.name = "answers a caller with the response length of another",
     .test = "robustness.successions",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && succeeded(r) && r[W6] == 0 && sp.sender != sp.last_handle) {
                 r.words[W6] = sp.count;
             }
             sp.count = is_call(sp) ? r[W6] : 0;
             sp.last_handle = sp.sender;
         }},
    {.name = "forgets its version when one caller errs while another has memory",
     .test = "robustness.random_sequences",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             lose_version(sp, r, sp.is(Message::relinquish_mem) && is_foreign(sp) && sp.regions.size() > 1);
         }},
};

} // namespace

std::span<const Defect> lasting_defects() { return defects; }

} // namespace tsrpc::conformance
