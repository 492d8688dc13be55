// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_MERGE_HPP
#define TSRPC_CONFORMANCE_REPORT_MERGE_HPP

#include "conformance/report/report.hpp"

#include <string>
#include <vector>

namespace tsrpc::conformance {

/// A report and where it was read from.
struct NamedReport {
    std::string name; ///< for messages
    Report report;
};

/// The parts of one run as one report: its shards, or runs of other tests each. The tests are in the catalogue's order.
/// It is complete if all parts are, and no shard is missing. Throws ReportError for parts of different runs, and for a
/// shard or a test that two of them have.
Report merge(const std::vector<NamedReport>& parts);

/// "shard 2 of 3 is missing" (from 1); empty if there is none.
std::string missing_shard_text(const std::vector<NamedReport>& parts);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_MERGE_HPP
