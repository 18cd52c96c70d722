using System.Management.Automation;
using System.Reflection;

namespace TemporalLambda.Help;

/// <summary>A cmdlet, as its attributes describe it.</summary>
internal sealed record CommandDescription(Type Type, CmdletAttribute Cmdlet, IReadOnlyList<ParameterDescription> Parameters, IReadOnlyList<Type> Outputs)
{
    public string Name => $"{Cmdlet.VerbName}-{Cmdlet.NounName}";

    public static IReadOnlyList<CommandDescription> All(Assembly assembly) =>
    [
        .. from type in assembly.GetExportedTypes()
           let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
           where cmdlet is not null && !type.IsAbstract
           orderby cmdlet.VerbName, cmdlet.NounName
           select new CommandDescription(
               type,
               cmdlet,
               [.. ParameterDescription.All(type)],
               [.. type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(o => o.Type).Select(t => t.Type).OfType<Type>()]),
    ];

    /// <summary>The names of the parameter sets; one unnamed where there are none.</summary>
    public IReadOnlyList<string> ParameterSets
    {
        get
        {
            string[] named = [.. Parameters.SelectMany(p => p.Attributes).Select(a => a.ParameterSetName).Where(s => s != ParameterAttribute.AllParameterSets).Distinct()];
            return named.Length > 0 ? named : [ParameterAttribute.AllParameterSets];
        }
    }
}

/// <summary>One parameter.</summary>
internal sealed record ParameterDescription(PropertyInfo Property, IReadOnlyList<ParameterAttribute> Attributes, IReadOnlyList<string> Aliases)
{
    /// <summary>All of a cmdlet, in the order of position, then as declared, the cmdlet's own before those of its bases.</summary>
    public static IEnumerable<ParameterDescription> All(Type cmdlet) =>
        from property in cmdlet.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let attributes = property.GetCustomAttributes<ParameterAttribute>().ToArray()
        where attributes.Length > 0
        orderby attributes.Min(a => a.Position < 0 ? int.MaxValue : a.Position)
        select new ParameterDescription(property, attributes, property.GetCustomAttribute<AliasAttribute>()?.AliasNames.ToArray() ?? []);

    /// <summary>The attribute for a parameter set, or null where it is not of the set.</summary>
    public ParameterAttribute? In(string set) =>
        Attributes.FirstOrDefault(a => a.ParameterSetName == set) ?? Attributes.FirstOrDefault(a => a.ParameterSetName == ParameterAttribute.AllParameterSets);
}
