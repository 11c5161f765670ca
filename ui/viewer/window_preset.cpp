// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/window_preset.h"

#include <QCoreApplication>

namespace nidus::ui {
namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::WindowPreset)
};

} // namespace

std::vector<WindowPreset> defaultPresets() {
    return {{Words::tr("Lung"), {-600, 1500}}, {Words::tr("Mediastinum"), {40, 400}},
            {Words::tr("Bone"), {400, 1800}},  {Words::tr("Brain"), {40, 80}},
            {Words::tr("Abdomen"), {60, 400}}, {Words::tr("Everything"), {0, 0}}};
}

} // namespace nidus::ui
