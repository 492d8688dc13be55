// SPDX-License-Identifier: BSD-3-Clause
//
// Of Sp, which services and calls there are whose answers are known.
#include "conformance/sp/facts.hpp"
#include "conformance/sp/profile_call.hpp"
#include "conformance/sp/sp.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::conformance {

std::optional<HostedService> Sp::find_service(const Uuid& uuid) {
    service_info(a(), uuid);
    const HostedService* const service = state_.find_service(uuid);
    return service == nullptr ? std::nullopt : std::optional(*service);
}

HostedService Sp::test_service() {
    const auto service = find_service(test_service_uuid());
    if (!service) {
        throw Skipped("the SP does not host the test service " TSRPC_TEST_SERVICE_UUID);
    }
    return *service;
}

HostedService Sp::twin() {
    const auto service = find_service(test_service_twin_uuid());
    if (!service) {
        throw Skipped("the SP does not host the test service's twin " TSRPC_TEST_SERVICE_TWIN_UUID);
    }
    return *service;
}

std::vector<HostedService> Sp::test_services() {
    static_cast<void>(test_service());
    return find_test_services();
}

std::vector<HostedService> Sp::find_test_services() {
    std::vector<HostedService> services;
    for (const Uuid& uuid : {test_service_uuid(), test_service_twin_uuid()}) {
        const auto service = find_service(uuid);
        if (!service) { // the twin alone is not the test service
            break;
        }
        services.push_back(*service);
    }
    return services;
}

std::vector<HostedService> Sp::hosted_services() {
    std::vector<Uuid> uuids(known_services().begin(), known_services().end());
    for (const Uuid& uuid : state_.promised) {
        if (std::ranges::find(uuids, uuid) == uuids.end()) {
            uuids.push_back(uuid);
        }
    }
    std::vector<HostedService> hosted;
    for (const Uuid& uuid : uuids) {
        if (const auto service = find_service(uuid)) {
            hosted.push_back(*service);
        }
    }
    return hosted;
}

std::vector<HostedService> Sp::need_hosted() {
    std::vector<HostedService> hosted = hosted_services();
    if (hosted.empty()) {
        throw Skipped("the SP hosts no service that the suite knows; --service UUID names one");
    }
    return hosted;
}

std::vector<Callable> Sp::profile_calls(Tried which) {
    std::vector<Callable> callables;
    const std::vector<ProfileService>& profile = test_.options().profile.services;
    const Facts& facts = measured_facts(test_);
    for (const TriedCall& tried : facts.calls) {
        const ProfileService& service = profile[tried.service];
        const ProfileCall& call = service.calls[tried.call];
        if (which == Tried::right && !tried.wrong.empty()) {
            continue;
        }
        if (const auto hosted = find_service(service.uuid)) {
            callables.push_back({*hosted, &call, decoy_of(service, call)});
        }
    }
    return callables;
}

std::vector<Callable> Sp::find_callables() {
    std::vector<Callable> callables;
    for (const HostedService& service : find_test_services()) {
        callables.push_back({service});
    }
    for (const Callable& callable : profile_calls(Tried::right)) {
        if (!callable.call->doorbell) {
            callables.push_back(callable);
        }
    }
    return callables;
}

std::vector<Callable> Sp::callables() {
    std::vector<Callable> callables = find_callables();
    if (callables.empty()) {
        skip_calls("has no call with memory");
    }
    return callables;
}

void Sp::skip_calls(std::string_view profile_lacks) {
    const std::vector<ProfileService>& profile = test_.options().profile.services;
    if (profile.empty()) {
        static_cast<void>(test_service()); // which is not there
    }
    for (const TriedCall& tried : measured_facts(test_).calls) {
        if (!tried.wrong.empty()) {
            throw Skipped(fmt::format("{} is not answered as the profile says: {}",
                                      describe(profile[tried.service].calls[tried.call]), tried.wrong));
        }
    }
    throw Skipped(fmt::format("the SP does not host the test service, and the profile {}", profile_lacks));
}

void Sp::post_known(const Region& region, const Callable& callable) {
    const ProfileCall& call = *callable.call;
    write(region, call.request);
    post_call(region.owner,
              make_call(callable.interface_id, call.opcode, region.handle, static_cast<uint32_t>(call.request.size())));
    if (call.response && !call.response->empty()) {
        post(Read{region.handle, 0, call.response->size()});
    }
}

} // namespace tsrpc::conformance
