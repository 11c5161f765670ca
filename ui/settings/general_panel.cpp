// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/general_panel.h"

#include "ui/common/controls.h"
#include "ui/settings/preferences.h"

#include <QApplication>
#include <QComboBox>
#include <QFormLayout>

#include <algorithm>

namespace nidus::ui {

GeneralPanel::GeneralPanel(Preferences& preferences, QWidget* parent) : QWidget(parent), m_preferences(preferences) {
    auto* form = new QFormLayout(this);
    form->addRow(new TextLabel(TextRole::Heading, tr("General")));
    auto* language = named(new QComboBox, "language", tr("Language"));
    language->addItem(tr("Like the system"), QString());
    language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    language->addItem(QStringLiteral("简体中文"), QStringLiteral("zh_CN"));
    language->setCurrentIndex(std::max(0, language->findData(m_preferences.language())));
    form->addRow(tr("&Language"), language);
    connect(language, &QComboBox::activated, this, [this, language] {
        const QString code = language->currentData().toString();
        if (code == m_preferences.language())
            return;
        m_preferences.setLanguage(code);
        Q_EMIT languageChosen();
    });
    auto* colours = named(new QComboBox, "colours", tr("Colours"));
    colours->addItem(tr("Like the system"), schemeName(Scheme::System));
    colours->addItem(tr("Light"), schemeName(Scheme::Light));
    colours->addItem(tr("Dark"), schemeName(Scheme::Dark));
    colours->setCurrentIndex(colours->findData(schemeName(m_preferences.scheme())));
    form->addRow(tr("&Colours"), colours);
    connect(colours, &QComboBox::activated, this, [this, colours] {
        const Scheme scheme = schemeFromName(colours->currentData().toString());
        m_preferences.setScheme(scheme);
        applyScheme(*qApp, scheme);
    });
}

} // namespace nidus::ui
