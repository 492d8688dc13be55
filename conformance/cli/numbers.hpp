// SPDX-License-Identifier: BSD-3-Clause
//
// Options that are numbers. What is not all a number, or out of range, is wrong usage: nothing is cut or rounded to
// fit.
#ifndef TSRPC_CLI_NUMBERS_HPP
#define TSRPC_CLI_NUMBERS_HPP

#include <CLI/App.hpp>

#include <cstdint>
#include <functional>
#include <string>

namespace tsrpc::cli {

/// Adds an option whose value is a whole number in decimal from `min` to `max`.
void add_whole_number(CLI::App& app, const std::string& name, uint64_t min, uint64_t max,
                      const std::function<void(uint64_t)>& set, const std::string& description);

/// Adds an option whose value is a decimal number with or without a fraction, "2" or "0.5", from `min` to `max`.
void add_decimal(CLI::App& app, const std::string& name, double min, double max, const std::function<void(double)>& set,
                 const std::string& description);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_NUMBERS_HPP
