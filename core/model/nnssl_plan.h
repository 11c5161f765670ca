// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace nidus {

/// An nnssl checkpoint's nnssl_adaptation_plan in the form of nnU-Net's own files.
struct NnsslPlan {
    std::string plansJson, datasetJson, configuration;
};

/// Plans with one configuration: preprocessing as in pre-training, the network of architecture_plans, the patch that
/// the authors recommend for what comes after. `configuration`: configuration_name of the checkpoint; empty: the only
/// one. Throws Error MDL-002 (a network without numbers that Nidus does not know) and PLN-001, PLN-002, PLN-004.
[[nodiscard]] NnsslPlan plansFromNnssl(const std::string& adaptationPlanJson, const std::string& configuration);

} // namespace nidus
