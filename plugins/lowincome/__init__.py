"""Early warning for a county's low-income population: from township workbooks to doors to knock on."""
