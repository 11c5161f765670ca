// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace nidus::ui {

class Preferences;

/// Language and colours; both apply at once.
class GeneralPanel final : public QWidget {
    Q_OBJECT

public:
    explicit GeneralPanel(Preferences& preferences, QWidget* parent = nullptr);

Q_SIGNALS:
    void languageChosen();

private:
    Preferences& m_preferences;
};

} // namespace nidus::ui
