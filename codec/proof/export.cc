// SPDX-License-Identifier: BSD-3-Clause
//
// Prints the tables of tsrpc/layout.hpp, one line a row: MESSAGE FIELD REGISTER LSB WIDTH RULE CONSTANT PART; then what
// each field never is.
#include "tsrpc/layout.hpp"

#include <stdio.h>

namespace {

const char* const messages[] = {"get_version", "retrieve_mem", "relinquish_mem", "service_info", "service_call"};
const char* const directions[] = {"request", "response"};
const char* const fields[] = {"opcode",    "interface_id",  "flags",          "sap_rc",          "sap_err",
                              "version",   "memory_handle", "memory_tag",     "service_uuid",    "request_length",
                              "client_id", "rpc_status",    "service_status", "response_length", "reserved"};
const char* const rules[] = {"value", "fixed", "mbz", "res", "echo"};

} // namespace

int main() {
    for (const tsrpc::Layout* layout : tsrpc::layouts::all) {
        for (const tsrpc::Row& row : *layout) {
            printf("%s_%s %s W%d %d %d %s %lld %d\n", messages[static_cast<int>(layout->message)],
                   directions[static_cast<int>(layout->direction)], fields[static_cast<int>(row.field)], row.reg + 3,
                   row.lsb, row.width, rules[static_cast<int>(row.rule)], static_cast<long long>(row.constant),
                   row.part);
        }
    }
    for (int field = 0; field <= static_cast<int>(tsrpc::Field::reserved); ++field) {
        printf("never %s %lld\n", fields[field],
               static_cast<long long>(tsrpc::excluded(static_cast<tsrpc::Field>(field))));
    }
}
