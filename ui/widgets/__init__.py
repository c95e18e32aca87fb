"""Parts that pages are made of.

A tab is a ``tab_page.TabPage`` (desk, refresh, shortcuts, ``go`` to a ``Target``). A register's tab
puts one ``list_form_page.ListFormPage`` into it: ``Column`` lists what the table shows,
``record_form.RecordForm`` with its ``Section`` lists edits. ``basics`` has labels, buttons, rows,
columns and cards; states are a ``pill.Mark`` (word and ``Tone``).
"""
