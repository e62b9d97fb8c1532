return await Exporter.CommandLine.RunAsync(args, Console.Out, Console.Error);
