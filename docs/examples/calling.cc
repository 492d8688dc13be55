// SPDX-License-Identifier: BSD-3-Clause
//
// docs/calling-a-service.md: finds the test service over two endpoints, calls it, and meets an error of each layer.
#include "conformance/reference/caller.hpp"
#include "conformance/reference/endpoint.hpp"
#include "conformance/reference/ffa.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "tsrpc/test_service.h"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <string>
#include <string_view>

namespace {

using namespace tsrpc::literals;

constexpr tsrpc::Uuid test_service = TSRPC_TEST_SERVICE_UUID ""_uuid;
constexpr tsrpc::Opcode echo_opcode{TSRPC_TEST_SERVICE_ECHO};

/// Has the test service send a text back.
tsrpc::Expected<std::string> echo(const tsrpc::Caller& caller, std::string_view text) {
    const auto session = caller.find_service(test_service);
    if (!session) {
        return session.error();
    }
    auto memory = session->allocate(text.size());
    if (!memory) {
        return memory.error();
    }
    std::ranges::copy(text, memory->bytes().begin());
    const auto served = session->call(echo_opcode, *memory, text.size());
    if (!served) {
        return served.error();
    }
    if (const auto failure = served->failure()) {
        return *failure;
    }
    return std::string{served->response.begin(), served->response.end()};
}

/// What a program can make of an error.
const char* what_now(const tsrpc::CallerError& error) {
    switch (error.layer()) {
    case tsrpc::Layer::local: return "nothing was sent: look at this program";
    case tsrpc::Layer::ffa:
        return error.is(tsrpc::FfaStatus::busy) || error.is(tsrpc::FfaStatus::retry)
                   ? "not delivered: try again"
                   : "perhaps delivered: do not repeat a call";
    case tsrpc::Layer::rpc:
        return error.is(tsrpc::RpcStatus::not_found) ? "not there: do without it" : "refused: look at the request";
    case tsrpc::Layer::answer: return "the endpoint errs: do not trust it";
    case tsrpc::Layer::service: break;
    }
    return "called: the service says what its status means";
}

void report(const tsrpc::CallerError& error) {
    std::printf("%s\n    %s\n", tsrpc::to_text(error).c_str(), what_now(error));
}

// What the program calls. Of the two SPs, the first has a service alone whose answers no memory can hold.

constexpr tsrpc::Uuid bragging_service = "0a3b7d52-93c4-4f0e-8d2a-5e61f7b80c19"_uuid;

const tsrpc_sp_plugin& bragging_sp() {
    static constexpr tsrpc::Service services[] = {
        {bragging_service, tsrpc::InterfaceId{7}, [](const tsrpc::ServiceCall&) -> tsrpc::ServiceResult {
             return {tsrpc::RpcStatus::success, tsrpc::ServiceStatus{0}, tsrpc::ResponseLength{UINT32_MAX}};
         }}};
    static constexpr tsrpc_sp_plugin plugin = {
        TSRPC_PLUGIN_ABI_VERSION, "bragging",
        [](const tsrpc_spmc* spmc) -> void* {
            return new tsrpc::Endpoint{*spmc, services};
        },
        [](void* sp) { delete static_cast<tsrpc::Endpoint*>(sp); },
        [](void* sp, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]) {
            const auto answer = static_cast<tsrpc::Endpoint*>(sp)->direct_request(tsrpc::EndpointId{sender_id},
                                                                                  tsrpc::Registers::from(request));
            std::ranges::copy(answer.words, response);
        }};
    return plugin;
}

} // namespace

int main() {
    tsrpc::Ffa ffa; // a simulated driver
    ffa.add_endpoint(0x8001, bragging_sp());
    tsrpc::HostedSp& sp = ffa.add_endpoint(0x8002, tsrpc::reference_sp_plugin());

    const tsrpc::Caller caller{*ffa.interface()};
    for (const tsrpc::EndpointId id : caller.endpoints()) {
        std::printf("endpoint 0x%04x\n", static_cast<unsigned>(id));
    }
    for (const tsrpc::CallerError& error : caller.unusable()) {
        report(error);
    }

    const auto echoed = echo(caller, "hello");
    if (!echoed) {
        report(echoed.error());
        return 1;
    }
    std::printf("echo: %s\n", echoed->c_str());

    // An error of each layer.
    const auto session = caller.find_service(test_service);
    const auto braggart = caller.find_service(bragging_service);
    auto memory = session->allocate(1);
    report(session->call(echo_opcode, *memory, memory->bytes().size() + 1).error());
    ffa.refuse_messages(TSRPC_FFA_BUSY);
    report(session->call(echo_opcode, *memory, 1).error());
    report(session->ring(tsrpc::Opcode{0x1234}).error());
    report(caller.find_service(TSRPC_SERVICE_PSA_CRYPTO ""_uuid).error());
    report(braggart->ring(tsrpc::Opcode{0}).error());
    std::ranges::fill(memory->bytes().first(4), uint8_t{0xff});
    report(*session->call(tsrpc::Opcode{TSRPC_TEST_SERVICE_STATUS}, *memory, 4)->failure());

    // Memory that the endpoint does not relinquish when it is asked to.
    sp.spmc().refuse(tsrpc::SpmcOperation::relinquish, TSRPC_FFA_BUSY, 2);
    if (const auto error = memory->release()) {
        report(*error); // the memory is as it was: this can be tried again
    }
    std::printf("kept for ever: %" PRIu64 " bytes\n", tsrpc::Memory::kept_bytes());
    memory = session->allocate(1); // ends the one that was there
    std::printf("kept for ever: %" PRIu64 " bytes\n", tsrpc::Memory::kept_bytes());
}
