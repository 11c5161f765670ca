// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace nidus {

struct Estimate {
    double value = 0, low = 0, high = 0; ///< 95 % interval
    std::string method;                  ///< of the interval, named
};

inline constexpr double kNormalQuantile975 = 1.959963984540054;

} // namespace nidus
