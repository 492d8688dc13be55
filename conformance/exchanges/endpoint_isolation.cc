// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/endpoint_script.hpp"

namespace tsrpc::conformance {
namespace {

constexpr uint64_t handle = 0x01234567'89abcdef;
constexpr uint16_t echo = TSRPC_TEST_SERVICE_ECHO;

void foreign(std::vector<Json>& scripts) {
    EndpointScript script("isolation-foreign",
                          "A caller can neither use, nor retrieve, nor relinquish another's memory.", {"Isolation"});
    script.find_services();
    script.hold(1, handle);
    script.write(handle, {7, 7, 7, 7});
    script.call(2, Hosted::test, echo, handle, 4);
    script.call(2, Hosted::test, TSRPC_TEST_SERVICE_DESCRIBE, handle, 4);
    script.call(2, Hosted::test, echo, handle, 4, ~0u);
    script.retrieve(2, handle);
    script.relinquish(2, handle);
    script.call(1, Hosted::test, echo, handle, 4);
    script.relinquish(1, handle);
    script.retrieve(2, handle);
    script.call(2, Hosted::test, echo, handle, 4);
    scripts.push_back(script.json());

    EndpointScript bits("isolation-sender-bits", "All 16 bits of the sender id count when memory is looked up.",
                        {"Isolation", "Sender"});
    bits.find_services();
    bits.hold(1, handle);
    bits.write(handle, {4, 3, 2, 1});
    for (unsigned bit = 0; bit < 16; ++bit) {
        const auto other = static_cast<uint16_t>(1u ^ 1u << bit);
        bits.call(other, Hosted::test, echo, handle, 4);
        bits.relinquish(other, handle);
    }
    bits.call(1, Hosted::test, echo, handle, 4);
    bits.release(1, handle);
    scripts.push_back(bits.json());

    EndpointScript former("isolation-former-owner", "Who had a handle once cannot use what another has under it now.",
                          {"Isolation", "Order"});
    former.find_services();
    former.hold(1, handle);
    former.release(1, handle);
    former.hold(2, handle);
    former.write(handle, {5, 5, 5});
    former.call(1, Hosted::test, echo, handle, 3);
    former.relinquish(1, handle);
    former.call(2, Hosted::test, echo, handle, 3);
    former.release(2, handle);
    scripts.push_back(former.json());
}

void together(std::vector<Json>& scripts) {
    EndpointScript script("isolation-interleaved", "Callers that have memory at once each use their own.",
                          {"Isolation", "Contents"});
    script.find_services();
    constexpr uint16_t callers[] = {0x0001, 0x0002, 0x8001, 0x0101};
    for (const uint16_t caller : callers) {
        script.hold(caller, handle + caller);
        script.write(handle + caller, {static_cast<uint8_t>(caller), static_cast<uint8_t>(caller >> 8), 0xee});
        script.call(caller, Hosted::test, echo, handle + caller, 3);
    }
    for (const uint16_t caller : callers) {
        script.call(caller, Hosted::test, echo, handle + caller, 2);
        script.call(caller, Hosted::test, TSRPC_TEST_SERVICE_DESCRIBE, handle + caller, 1);
    }
    for (const uint16_t caller : callers) {
        script.release(caller, handle + caller);
        script.call(caller, Hosted::test, echo, handle + caller, 2);
        if (caller != callers[3]) {
            script.call(callers[3], Hosted::test, echo, handle + callers[3], 3);
        }
    }
    scripts.push_back(script.json());
}

} // namespace

void add_isolation_scripts(std::vector<Json>& scripts) {
    foreign(scripts);
    together(scripts);
}

} // namespace tsrpc::conformance
