// SPDX-License-Identifier: BSD-3-Clause
//
// abi.h repeats for C what the layout tables say of the control word: the two are equal.

#include "tsrpc/abi.h"

#include "tsrpc/layout.hpp"
#include "tsrpc/services.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

namespace tsrpc {
namespace {

const Row& find(const Layout& layout, Field field) {
    return *std::find_if(layout.begin(), layout.end(),
                         [field](const Row& row) { return row.field == field && row.reg == W3; });
}

TEST(AbiConstants, ControlWordShiftsAndMasksAreTheTables) {
    for (const Layout* layout : layouts::all) {
        const Row& opcode = find(*layout, Field::opcode);
        EXPECT_EQ(opcode.lsb, TSRPC_CONTROL_OPCODE_SHIFT);
        EXPECT_EQ(mask(opcode), TSRPC_CONTROL_OPCODE_MASK);
        const Row& interface_id = find(*layout, Field::interface_id);
        EXPECT_EQ(interface_id.lsb, TSRPC_CONTROL_INTERFACE_ID_SHIFT);
        EXPECT_EQ(mask(interface_id), TSRPC_CONTROL_INTERFACE_ID_MASK);
        const Row& flags = find(*layout, Field::flags);
        EXPECT_EQ(flags.lsb, TSRPC_CONTROL_FLAGS_SHIFT);
        EXPECT_EQ(mask(flags), TSRPC_CONTROL_FLAGS_MASK);
        EXPECT_EQ(mask(find(*layout, Field::sap_rc)), TSRPC_CONTROL_SAP_RC_MASK);
        EXPECT_EQ(mask(find(*layout, Field::sap_err)), TSRPC_CONTROL_SAP_ERR_MASK);
    }
}

bool has_uuid_form(const std::string& text) {
    const std::string form = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return text.size() == form.size() && std::equal(text.begin(), text.end(), form.begin(), [](char c, char f) {
               return f == '-' ? c == '-' : std::isdigit(c) || (c >= 'a' && c <= 'f');
           });
}

TEST(AbiConstants, UuidsAreWellFormedAndDiffer) {
    std::set<std::string> uuids = {TSRPC_PROTOCOL_UUID};
    for (const WellKnownService& service : well_known_services) {
        uuids.insert(service.uuid);
    }
    EXPECT_EQ(uuids.size(), 11u);
    for (const std::string& uuid : uuids) {
        EXPECT_TRUE(has_uuid_form(uuid)) << uuid;
    }
}

} // namespace
} // namespace tsrpc
