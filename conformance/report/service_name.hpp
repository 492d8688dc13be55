// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_REPORT_SERVICE_NAME_HPP
#define TSRPC_REPORT_SERVICE_NAME_HPP

#include "tsrpc/codec/uuid.hpp"

namespace tsrpc::report {

/// The service's name in ABI 6, or null for a UUID that is not well known.
const char* service_name(const Uuid& uuid);

} // namespace tsrpc::report

#endif // TSRPC_REPORT_SERVICE_NAME_HPP
