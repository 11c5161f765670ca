// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/viewer/window_preset.h"

#include <QWidget>

#include <vector>

class QPushButton;
class QTableWidget;

namespace nidus::ui {

class Preferences;

/// The grey values of the viewer under their names, to be changed: at most nine, for the keys 1 to 9.
class PresetsPanel final : public QWidget {
    Q_OBJECT

public:
    explicit PresetsPanel(Preferences& preferences, QWidget* parent = nullptr);

Q_SIGNALS:
    void presetsChanged();

private:
    void showPresets();
    void showButtons();
    void takePresets();
    void store(const std::vector<WindowPreset>& presets);

    Preferences& m_preferences;
    QTableWidget* m_table;
    QPushButton* m_add;
    QPushButton* m_remove;
};

} // namespace nidus::ui
