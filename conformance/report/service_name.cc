// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/service_name.hpp"

#include "tsrpc/services.hpp"

namespace tsrpc::report {

const char* service_name(const Uuid& uuid) {
    for (const WellKnownService& service : well_known_services) {
        if (parse_uuid(service.uuid, Uuid::text_length).uuid == uuid) {
            return service.name;
        }
    }
    return nullptr;
}

} // namespace tsrpc::report
