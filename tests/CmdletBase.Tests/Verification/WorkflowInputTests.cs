using System.Collections;
using System.Management.Automation;
using TemporalLambda.CmdletBase.Tests.Pipeline;
using TemporalLambda.Cmdlets.Verification;

namespace TemporalLambda.CmdletBase.Tests.Verification;

public class WorkflowInputTests
{
    public static TheoryData<object?, string?> Inputs => new()
    {
        { null, null },
        { "World", "\"World\"" },
        { "{}", "\"{}\"" },
        { 5, "5" },
        { 1.5, "1.5" },
        { true, "true" },
        { new object[] { 1, "a", null! }, "[1,\"a\",null]" },
        { new Hashtable { ["a"] = new Hashtable { ["b"] = 1 } }, "{\"a\":{\"b\":1}}" },
        { new PSObject("World"), "\"World\"" },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void What_PowerShell_gives_becomes_JSON(object? input, string? json) => Assert.Equal(json, WorkflowInput.ToJson(input));

    [Fact]
    public void An_object_made_in_a_script_becomes_a_JSON_object()
    {
        using PowerShell shell = CmdletEngine.Create("[pscustomobject]@{ name = 'x'; items = @(1, 2) }");
        Assert.Equal("""{"name":"x","items":[1,2]}""", WorkflowInput.ToJson(shell.Invoke()[0]));
    }
}
