// SPDX-License-Identifier: BSD-3-Clause
//
// Answers of the management interface that are not those of the state.
#include "conformance/sp/tests/judge_rows.hpp"
#include "tsrpc/plugin.h"

namespace tsrpc::conformance {

using namespace told;

namespace {

/// UUIDs that no SP hosts, beside a known one.
Uuid with_one_bit_changed() {
    Uuid uuid = test_service_uuid();
    uuid.bytes[15] ^= 1;
    return uuid;
}

constexpr Uuid stranger = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};

/// An SP that takes two regions.
void two_slots(SpState& state) { state.capacity = Capacity{2, 2, 1, true, true}; }

} // namespace

std::vector<JudgeRow> management_rows() {
    const Rest not_found = refused(RpcStatus::not_found);
    const Rest invalid_value = refused(RpcStatus::invalid_value);
    const Rest transport_layer = refused(RpcStatus::transport_layer);
    const Uuid service = test_service_uuid();
    const std::vector<Said> held = {share(a), retrieved(a)};
    return {
        {"an unknown opcode succeeds",
         "management.unknown_opcode",
         {},
         unknown_opcode({}),
         unknown_opcode(invalid_value)},
        {"an unknown opcode has another status",
         "management.unknown_opcode_status",
         {},
         unknown_opcode(not_found),
         unknown_opcode(invalid_value)},
        {"W6 after an unknown opcode",
         "management.unknown_opcode_rest_zero",
         {},
         unknown_opcode({invalid_value.w4, 0, 1}),
         unknown_opcode(invalid_value)},
        {"a status that is not defined",
         "management.status_defined",
         {},
         retrieve(a, refused(RpcStatus{-9}), {}),
         retrieve(a, transport_layer, {})},

        {"a service is gone", "service_info.hosted", found(), info(service, not_found), info(service, {0, service_id})},
        {"a promised service is not there",
         "service_info.hosted",
         {},
         info(stranger, not_found),
         info(stranger, {0, service_id}),
         [](SpState& state) { state.promised = {stranger}; }},
        {"a service is there later",
         "service_info.any_time",
         {info(stranger, not_found)},
         info(stranger, {0, service_id}),
         info(stranger, not_found)},
        {"a service is another for another caller", "service_info.stable", found(), info(service, {0, 0x42}, b),
         info(service, {0, service_id}, b)},
        {"two services are one", "service_info.distinct", found(), info(stranger, {0, twin_id}),
         info(stranger, {0, 0x42})},
        {"the nil UUID is hosted",
         "service_info.unknown_uuid",
         {},
         info(Uuid{}, {0, service_id}),
         info(Uuid{}, not_found)},
        {"all ones are hosted",
         "service_info.unknown_uuid",
         {},
         info(parse_uuid("ffffffff-ffff-ffff-ffff-ffffffffffff", 36).uuid, {0, service_id}),
         info(parse_uuid("ffffffff-ffff-ffff-ffff-ffffffffffff", 36).uuid, not_found)},
        {"one bit does not count",
         "service_info.single_bit",
         {},
         info(with_one_bit_changed(), {0, service_id}),
         info(with_one_bit_changed(), not_found)},
        {"the bytes are in another order",
         "service_info.byte_order",
         {},
         info(reordered(service, mistaken_orders().front()), {0, service_id}),
         info(reordered(service, mistaken_orders().front()), not_found)},
        {"not found has another status",
         "service_info.unknown_uuid_status",
         {},
         info(stranger, invalid_value),
         info(stranger, not_found)},
        {"not found has an interface id",
         "service_info.unknown_uuid_interface_id",
         {},
         info(stranger, {not_found.w4, 0x42}),
         info(stranger, not_found)},

        {"memory is not retrieved", "memory.retrieve", {share(a)}, retrieve(a, not_found, {}), retrieved(a)},
        {"memory for which there is room is not retrieved", "memory.retrieve",
         held + std::vector{share(b, other_handle)}, retrieve(b, not_found, {}, other_handle),
         retrieved(b, other_handle), two_slots},
        {"no room has another status", "exhaustion.status",
         held + std::vector{share(b, other_handle), retrieved(b, other_handle), share(a, 3)},
         retrieve(a, refused(RpcStatus::resource_failure), {}, 3), retrieve(a, not_found, {}, 3), two_slots},
        {"what is not shared is retrieved",
         "memory.refused_retrieve",
         {},
         retrieve(a, {}, {retrieves(a)}),
         retrieve(a, transport_layer, {retrieves(a, handle, TSRPC_FFA_DENIED)})},
        {"another tag is as good",
         "memory.refused_retrieve",
         {share(a, handle, 1, 5)},
         retrieve(a, {}, {retrieves(a, handle, 0, 4)}, handle, 4),
         retrieve(a, transport_layer, {retrieves(a, handle, TSRPC_FFA_DENIED, 4)}, handle, 4)},
        {"another's memory is retrieved",
         "isolation.foreign_retrieve",
         {share(a)},
         retrieve(b, {}, {retrieves(b)}),
         retrieve(b, transport_layer, {retrieves(b, handle, TSRPC_FFA_DENIED)})},

        {"memory is not relinquished", "memory.relinquish", held, relinquish(a, not_found, {}), relinquished(a)},
        {"what is not retrieved is relinquished",
         "memory.relinquish_unknown",
         {share(a)},
         relinquish(a, {}, {}),
         relinquish(a, not_found, {})},
        {"what is relinquished is relinquished again", "memory.relinquish_unknown", held + std::vector{relinquished(a)},
         relinquish(a, {}, {}), relinquish(a, not_found, {})},
        {"an unknown handle has another status",
         "memory.relinquish_unknown_status",
         {},
         relinquish(a, invalid_value, {}),
         relinquish(a, not_found, {})},
        {"another's memory is relinquished", "isolation.foreign_relinquish", held, relinquish(b, {}, {}),
         relinquish(b, not_found, {})},
        {"another's memory has another status", "isolation.foreign_relinquish_status", held,
         relinquish(b, invalid_value, {}), relinquish(b, not_found, {})},
        {"a relinquish that is refused succeeds unseen", "memory.refused_relinquish",
         held + std::vector{refuse(SpmcOperation::relinquish)}, relinquish(a, {}, {}),
         relinquish(a, transport_layer, {}), [](SpState& state) { state.target.shows_events = false; }},
        {"a retrieve that is refused succeeds unseen",
         "memory.refused_retrieve",
         {share(a), refuse(SpmcOperation::retrieve)},
         retrieve(a, {}, {}),
         retrieve(a, transport_layer, {}),
         [](SpState& state) { state.target.shows_events = false; }},
    };
}

} // namespace tsrpc::conformance
