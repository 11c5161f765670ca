// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/error.h"
#include "core/base/job.h"

#include <string>

namespace nidus::test {

/// The code of the Error that a call throws; "none" when it throws none.
template <class Call>
[[nodiscard]] std::string codeOf(Call&& call) {
    try {
        call();
    } catch (const Error& error) {
        return error.code();
    }
    return "none";
}

/// Whether a call ends because it was stopped.
template <class Call>
[[nodiscard]] bool isStopped(Call&& call) {
    try {
        call();
    } catch (const Cancelled&) {
        return true;
    }
    return false;
}

} // namespace nidus::test
