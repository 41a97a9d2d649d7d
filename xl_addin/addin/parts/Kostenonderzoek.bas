Option Explicit

' One callback for every button: the id of the button is the id of the Python command, its tag the words on it.
' What follows is asked before Python starts, since xlwings asks it too late or not at all.
Private Const TITLE As String = "Kostenonderzoek"
' What a shell reads as more than a letter; xlwings puts the name and path of the workbook into a line for the shell.
Private Const SHELL_SIGNS As String = "$`""'^%&|<>;=()"
' The parts of a button's tag: the words on it, what its command does to the workbook (changes, leaves, none), what is
' asked (folder, file, new, text), what is usual, and the questions.
Private Const WORDS As Long = 0
Private Const EFFECT As Long = 1
Private Const KIND As Long = 2
Private Const USUAL As Long = 3
Private Const QUESTION As Long = 4
Private Const SAYING As Long = 5
' What stands for a dialog that was closed without an answer.
Private Const CLOSED As String = "?"
' Whether the person wants to choose files and folders; else what usually stands beside the workbook is taken.
Private asking As Boolean

Public Sub SetAsking(control As IRibbonControl, pressed As Boolean)
    asking = pressed
End Sub

Public Sub RunCommand(control As IRibbonControl)
    Dim told() As String
    Dim refusal As String
    Dim lifted As Boolean
    Dim chosen As String
    Dim said As String
    told = Split(control.Tag, "|")
    If ActiveWorkbook Is Nothing Then
        If told(EFFECT) <> "none" Then
            MsgBox "Open eerst de analysewerkmap of een ingevulde vragenlijst, of klik op Nieuw onderzoek.", vbInformation, TITLE
            Exit Sub
        End If
        Workbooks.Add
    End If
    refusal = Refused(ActiveWorkbook)
    If refusal = "" And told(EFFECT) = "changes" Then
        lifted = IsFiltered(ActiveWorkbook)
        refusal = FilterLeft(ActiveWorkbook)
    End If
    If refusal = "" And told(SAYING) <> "" And (asking Or told(KIND) = "new") Then said = InputBox(told(SAYING), TITLE)
    If refusal = "" And told(KIND) <> "" And told(KIND) <> "text" Then chosen = ChosenPath(told(KIND), told(USUAL), told(QUESTION))
    If chosen = CLOSED Then Exit Sub
    If refusal = "" And ShellSign(chosen & said) <> "" Then refusal = "In wat u koos of typte staat het teken " & ShellSign(chosen & said) & ". Het besturingssysteem kan daar een opdracht in lezen; er is niets uitgevoerd." & vbNewLine & "Gebruik een map en woorden zonder dat teken."
    If refusal <> "" Then
        MsgBox refusal, vbExclamation, TITLE
        Exit Sub
    End If
    On Error GoTo Failed
    Application.StatusBar = TITLE & ": " & told(WORDS) & " - even geduld"
    RunPython "from xl_addin.desktop import dispatch; dispatch('" & control.ID & "', read_only=" & AsPython(ActiveWorkbook.ReadOnly) & ", filters_lifted=" & AsPython(lifted) & Given(chosen, said) & ")"
Done:
    Application.StatusBar = False
    Exit Sub
Failed:
    MsgBox "De opdracht is niet uitgevoerd: " & Err.Description & vbNewLine & "Controleer de installatie met: kostenonderzoek addin status", vbCritical, TITLE
    Resume Done
End Sub

' What was chosen and typed, as Python reads it; nothing where nothing was.
Private Function Given(chosen As String, said As String) As String
    If chosen <> "" Then Given = ", chosen='" & Replace(chosen, "\", "/") & "'"
    If said <> "" Then Given = Given & ", said='" & Replace(said, "\", "/") & "'"
End Function

' Empty where what is usual stands beside the workbook: Python takes that. Else what the person chooses.
Private Function ChosenPath(sort As String, normal As String, asked As String) As String
    If sort <> "new" And Not asking Then
        If StandsBeside(normal) Then Exit Function
    End If
    ChosenPath = Picked(sort, normal, asked)
End Function

Private Function StandsBeside(normal As String) As Boolean
    On Error Resume Next
    StandsBeside = Dir(ActiveWorkbook.Path & Application.PathSeparator & normal, vbDirectory) <> ""
End Function

' A dialog of Excel; where Excel has none for folders (on a Mac) nothing, so that Python says what is needed.
Private Function Picked(sort As String, normal As String, asked As String) As String
    Dim answer As Variant
    Picked = CLOSED
    If sort = "folder" Then
        Picked = PickedFolder(asked)
        Exit Function
    End If
    If sort = "file" Then answer = Application.GetOpenFilename(, , asked) Else answer = Application.GetSaveAsFilename(normal, , , asked)
    If VarType(answer) = vbString Then Picked = answer
End Function

Private Function PickedFolder(asked As String) As String
    Dim dialog As Object
    If InStr(Application.OperatingSystem, "Mac") > 0 Then Exit Function
    Set dialog = Application.FileDialog(4)
    dialog.Title = asked
    PickedFolder = CLOSED
    If dialog.Show = -1 Then PickedFolder = dialog.SelectedItems(1)
End Function

' Why Python may not start for this workbook; empty where it may.
Private Function Refused(book As Workbook) As String
    Dim sign As String
    If CarriesCode(book) Then
        Refused = "In deze werkmap staat een blad met Python-code. Verwijder dat blad (de naam eindigt op .py) en probeer het opnieuw."
        Exit Function
    End If
    sign = ShellSign(book.Name & book.FullName)
    If sign = "" And InStr(book.Name, "\") > 0 Then sign = "\"
    If sign <> "" Then
        Refused = "In de naam of de map van deze werkmap staat het teken " & sign & ". Het besturingssysteem kan daar een opdracht in lezen; er is niets uitgevoerd." & vbNewLine & "Sla de werkmap op onder een naam met letters, cijfers, spaties, - en _, in een map zonder dat teken."
        Exit Function
    End If
    If PythonGone(OwnPython()) Then
        Refused = "Python staat niet meer in " & OwnPython() & "." & vbNewLine & "Installeer Kostenonderzoek opnieuw en voer dan uit: kostenonderzoek addin install"
    End If
End Function

' A workbook from outside may bring code along; xlwings would run it, so such a workbook is refused.
Private Function CarriesCode(book As Workbook) As Boolean
    Dim page As Worksheet
    For Each page In book.Worksheets
        If LCase$(Right$(page.Name, 3)) = ".py" Then
            CarriesCode = True
            Exit Function
        End If
    Next page
End Function

' The first sign in a text that a shell reads, in words where it cannot be shown; empty where there is none.
Private Function ShellSign(text As String) As String
    Dim place As Long
    Dim code As Long
    For place = 1 To Len(text)
        code = AscW(Mid$(text, place, 1))
        If code >= 0 And code < 32 Then
            ShellSign = "regeleinde of stuurteken"
            Exit Function
        End If
        If InStr(SHELL_SIGNS, Mid$(text, place, 1)) > 0 Then
            ShellSign = Mid$(text, place, 1)
            Exit Function
        End If
    Next place
End Function

' The interpreter on the settings sheet of the add-in itself.
Private Function OwnPython() As String
    Dim row As Long
    For row = 1 To 20
        If ThisWorkbook.Worksheets(1).Cells(row, 1).Value = "INTERPRETER_WIN" Then OwnPython = ThisWorkbook.Worksheets(1).Cells(row, 2).Value
    Next row
End Function

' Whether the interpreter is named and no longer there; a bare name is found by the system itself.
Private Function PythonGone(path As String) As Boolean
    If InStr(path, "\") = 0 And InStr(path, "/") = 0 Then Exit Function
    PythonGone = Not FileExists(path)
End Function

' An array written over filtered rows reaches the visible ones only, so that filters are lifted before a command writes.
Private Function IsFiltered(book As Workbook) As Boolean
    Dim page As Worksheet
    Dim table As ListObject
    For Each page In book.Worksheets
        If page.FilterMode Then IsFiltered = True
        For Each table In page.ListObjects
            If TableFiltered(table) Then IsFiltered = True
        Next table
    Next page
End Function

Private Function TableFiltered(table As ListObject) As Boolean
    If table.AutoFilter Is Nothing Then Exit Function
    TableFiltered = table.AutoFilter.FilterMode
End Function

' Lifts all filters; gives the sentence about a sheet where Excel does not let that happen, such as a protected one.
Private Function FilterLeft(book As Workbook) As String
    Dim page As Worksheet
    Dim table As ListObject
    For Each page In book.Worksheets
        If page.FilterMode Then LiftSheet page
        For Each table In page.ListObjects
            If TableFiltered(table) Then LiftTable table
            If TableFiltered(table) Then FilterLeft = FilterSentence(page.Name)
        Next table
        If page.FilterMode Then FilterLeft = FilterSentence(page.Name)
    Next page
End Function

Private Sub LiftSheet(page As Worksheet)
    On Error Resume Next
    page.ShowAllData
End Sub

Private Sub LiftTable(table As ListObject)
    On Error Resume Next
    table.AutoFilter.ShowAllData
End Sub

Private Function FilterSentence(sheet As String) As String
    FilterSentence = "Op het blad " & sheet & " staat een filter dat niet op te heffen is; over verborgen rijen kan niet worden geschreven. Er is niets uitgevoerd." & vbNewLine & "Hef daar de beveiliging en het filter op (Gegevens, Wissen) en probeer het opnieuw."
End Function

Private Function AsPython(flag As Boolean) As String
    AsPython = IIf(flag, "True", "False")
End Function
