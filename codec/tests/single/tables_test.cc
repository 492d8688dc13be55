// SPDX-License-Identifier: BSD-3-Clause
//
// The packed tables and constants of the single C++ file are those of the headers that people edit.

#include "packed_tsrpc.hpp"

#include "tsrpc/codec.hpp"

#include <gtest/gtest.h>

namespace {

constexpr bool equal(const packed::Row& ours, const tsrpc::Row& theirs) {
    return int(ours.field) == int(theirs.field) && int(ours.reg) == int(theirs.reg) && ours.lsb == theirs.lsb &&
           ours.width == theirs.width && int(ours.rule) == int(theirs.rule) && ours.constant == theirs.constant &&
           ours.part == theirs.part;
}

/// How many rows there are that are not the same in both tables, or missing in one.
constexpr int different_rows(const packed::Layout& ours, const tsrpc::Layout& theirs) {
    int different = int(ours.message) != int(theirs.message) || int(ours.direction) != int(theirs.direction) ||
                    ours.size != theirs.size;
    size_t i = 0;
    for (const packed::Row& row : ours) {
        different += !equal(row, theirs.rows[i]) || !equal(ours.rows[i], theirs.rows[i]);
        ++i;
    }
    return different + (i != theirs.size);
}

constexpr int different_rows() {
    int different = 0;
    for (size_t i = 0; i < sizeof tsrpc::layouts::all / sizeof *tsrpc::layouts::all; ++i) {
        different += different_rows(*packed::layouts::all[i], *tsrpc::layouts::all[i]);
    }
    return different;
}

static_assert(sizeof packed::layouts::all == sizeof tsrpc::layouts::all);
static_assert(packed::Layout::max_rows == tsrpc::Layout::max_rows);
static_assert(different_rows() == 0);
static_assert(different_rows(packed::layouts::get_version_request, tsrpc::layouts::get_version_response) != 0);

TEST(PackedTables, AreSmall) { EXPECT_LE(10 * sizeof(packed::Layout), 900u); }

TEST(PackedConstants, AreTheSame) {
    EXPECT_EQ(PACKED_PROTOCOL_VERSION, TSRPC_PROTOCOL_VERSION);
    EXPECT_EQ(PACKED_PAGE_SIZE, TSRPC_PAGE_SIZE);
    EXPECT_EQ(PACKED_CONTROL_OPCODE_MASK, TSRPC_CONTROL_OPCODE_MASK);
    EXPECT_EQ(PACKED_CONTROL_INTERFACE_ID_MASK, TSRPC_CONTROL_INTERFACE_ID_MASK);
    EXPECT_EQ(PACKED_CONTROL_FLAGS_MASK, TSRPC_CONTROL_FLAGS_MASK);
    EXPECT_EQ(PACKED_CONTROL_SAP_RC_MASK, TSRPC_CONTROL_SAP_RC_MASK);
    EXPECT_EQ(PACKED_CONTROL_SAP_ERR_MASK, TSRPC_CONTROL_SAP_ERR_MASK);
    EXPECT_EQ(PACKED_MANAGEMENT_INTERFACE_ID, TSRPC_MANAGEMENT_INTERFACE_ID);
    EXPECT_EQ(PACKED_OPCODE_SERVICE_INFO, TSRPC_OPCODE_SERVICE_INFO);
    EXPECT_EQ(PACKED_RPC_RESOURCE_FAILURE, TSRPC_RPC_RESOURCE_FAILURE);
}

} // namespace
